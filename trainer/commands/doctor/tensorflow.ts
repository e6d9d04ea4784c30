/** What `doctor` says of TensorFlow. It is optional, so nothing about it keeps this machine from training. */
import { loadTensorFlow } from '../../engine/tensorflow/load.ts';
import { reasonOf, TrainerError } from '../../errors/error.ts';
import type { DoctorReport } from '../../protocol/reports.ts';

export async function checkTensorFlow(folder: string): Promise<DoctorReport['checks'][number]> {
  return { name: 'TensorFlow', ok: true, found: await foundOf(folder), todo: null };
}

async function foundOf(folder: string): Promise<string> {
  try {
    const { name, version, usesGpu } = await loadTensorFlow(folder);
    const place = usesGpu ? 'on a graphics card' : 'on the processor';
    return `${name} loads and computes ${place} (TensorFlow.js ${version}); engine.executor "tensorflow" uses it`;
  } catch (error) {
    if (!(error instanceof TrainerError)) return `does not load: ${reasonOf(error)}`;
    if (error.code === 'tensorflow.not-installed') return 'not installed here, and not needed';
    return `${error.message} It is not needed. ${error.hint}`;
  }
}
