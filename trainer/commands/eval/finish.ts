/** What every evaluation does with its result: prints it, and leaves it in a folder where one is named. */
import { reportText, resultFile, writeResult, type Measured, type Report } from '../../evaluation/report.ts';
import { refuseOccupied } from '../../output.ts';
import { optional, type Invocation } from '../command.ts';

export const resultOptions = { out: { type: 'string' }, force: { type: 'boolean' } } as const;

export const resultHelp = [
  '  --out DIR         leave result.json, table.txt and report.html there',
  '  --force           replace a result that stands there already',
];

/** Before the work, which may take long, begins. */
export async function refuseResult(invocation: Invocation): Promise<void> {
  const folder = optional(invocation, 'out');
  if (folder !== undefined) await refuseOccupied(folder, resultFile, invocation.values['force'] === true);
}

export async function finish(invocation: Invocation, result: Measured, report: Report): Promise<void> {
  const folder = optional(invocation, 'out');
  if (folder !== undefined) await writeResult(folder, result, report);
  invocation.json(result);
  invocation.say(reportText(report));
  if (folder !== undefined) invocation.say(`\nThe result is in ${folder}; report.html shows its curves.`);
}
