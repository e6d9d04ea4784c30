/** What is known of a critic before its network is loaded. */
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { probabilityCorrect } from '../../critique/calibration.ts';
import { badCriticFolder } from '../../errors/critic.ts';
import { hashContent } from '../../hash.ts';
import type { CriticInfo } from '../../protocol/critic-server.ts';
import type { CriticRecord } from '../../protocol/critic.ts';
import { readCriticRecord, recordFileName } from '../critic.ts';

/** Throws `critic.bad-folder` or `critic.template-mismatch`. That the files are whole is seen by their sizes. */
export async function readCriticInfo(folder: string): Promise<CriticInfo> {
  const record = await readCriticRecord(folder);
  await checkSizes(folder, record);
  const { calibration, heldOut } = record;
  const { threshold, abstainWithin } = calibration;
  const at = (logit: number): number => probabilityCorrect(logit, calibration);
  return {
    folder,
    name: criticName(folder, record),
    hash: await readCriticHash(folder),
    heldOut,
    threshold: at(threshold),
    unsure: { from: at(threshold - abstainWithin), to: at(threshold + abstainWithin) },
  };
}

/** What tells a critic from one that comes to lie in the same folder. */
export const readCriticHash = async (folder: string): Promise<string> =>
  hashContent(await readFile(join(folder, recordFileName)));

/** The critic of a run lies in the run's folder and is called like it. */
function criticName(folder: string, { training }: CriticRecord): string {
  if (training !== null) return training.run;
  return basename(folder) === 'critic' ? basename(dirname(folder)) : basename(folder);
}

async function checkSizes(folder: string, { files }: CriticRecord): Promise<void> {
  for (const [name, { bytes }] of Object.entries(files)) {
    const file = join(folder, name);
    const { size } = await stat(file).catch((cause: unknown) => {
      throw badCriticFolder(file, cause);
    });
    if (size !== bytes)
      throw badCriticFolder(file, new Error(`it has ${size} bytes and should have ${bytes}`));
  }
}
