/** What the run's critic says of a file when the command line asks it: what the lenses have to say as well. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { critiqueReportSchema } from '../../../trainer/protocol/reports.ts';
import { documentOf, runCli } from '../../process/program.ts';

export interface Said {
  readonly name: string;
  /** `likely correct · 84%`, `unsure`. */
  readonly lens: string;
}

/** In the order of the lines. Of the file's functions at least one is called correct and one incorrect. */
export async function opinionsOn(file: string, run: string): Promise<readonly Said[]> {
  const ended = await runCli('critique', '--critic', join(run, 'critic'), '--json', file);
  const { rows } = critiqueReportSchema.parse(documentOf(ended));
  const said = rows.map(({ function: name, verdict, confidence }) => ({
    name,
    lens: verdict === 'unsure' ? verdict : `likely ${verdict} · ${Math.round(100 * confidence)}%`,
  }));
  const names = said.map(({ name, lens }) => `${name}: ${lens}`).join(', ');
  assert.ok(said.some(isCorrect) && said.some(isIncorrect), `the critic makes a difference: ${names}`);
  return said;
}

export const isCorrect = ({ lens }: Said): boolean => lens.startsWith('likely correct');
export const isIncorrect = ({ lens }: Said): boolean => lens.startsWith('likely incorrect');

/** The first of them; `opinionsOn` has seen that there is one. */
export function firstOf(said: readonly Said[], is: (one: Said) => boolean): Said {
  const found = said.find(is);
  assert.ok(found !== undefined);
  return found;
}
