/** Asks the trainer's program whether this machine can train. */
import type { DoctorReport } from '../../trainer/protocol/reports.ts';
import { doctorReportSchema } from '../../trainer/protocol/reports.ts';
import { parseJson } from '../../trainer/run/files.ts';
import { doctorFailed } from '../errors/shell.ts';
import type { Trainer } from './launch.ts';

/** Null when it was cancelled. */
export async function askDoctor(
  { node, program }: Trainer,
  signal: AbortSignal,
): Promise<DoctorReport | null> {
  const { execa } = await import('execa');
  const { stdout, stderr } = await execa(node, [program, 'doctor', '--json'], {
    cancelSignal: signal,
    reject: false,
    stdin: 'ignore',
    env: { ELECTRON_RUN_AS_NODE: '1' },
  });
  if (signal.aborted) return null;
  const document = parseJson(stdout);
  const report = doctorReportSchema.safeParse(document.ok ? document.value : undefined);
  if (!report.success) throw doctorFailed(program, stderr);
  return report.data;
}
