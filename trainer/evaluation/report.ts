/** A result as people read it, and the folder in which it is kept. */
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { resultExists } from '../errors/evaluation.ts';
import { htmlPage, type Section } from '../report/page.ts';
import { paragraph } from '../report/markup.ts';
import { textTable, type Table } from '../report/table.ts';
import { writeFileAtomic } from '../run/files.ts';

export interface Report {
  readonly title: string;
  /** For the terminal. */
  readonly tables: readonly Table[];
  /** For the page. */
  readonly sections: readonly Section[];
}

/** What every result says of itself. */
export interface Measured {
  readonly createdAt: string;
  readonly subject: string;
  readonly set: { readonly files: readonly string[]; readonly rows: number };
}

const resultFile = 'result.json';
const tableFile = 'table.txt';
const pageFile = 'report.html';

export const reportText = ({ tables }: Report): string => tables.map(textTable).join('\n\n');

/** To be asked before the work begins: refuses a folder in which a result stands already, unless it may be replaced. */
export async function refuseExistingResult(folder: string, force: boolean): Promise<void> {
  if (force) return;
  for (const name of [resultFile, tableFile, pageFile]) {
    const file = join(folder, name);
    if ((await stat(file).catch(() => null)) !== null) throw resultExists(file);
  }
}

/** Each file appears whole; the result itself is the last. */
export async function writeResult(folder: string, result: Measured, report: Report): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { title, sections } = report;
  const { subject, set, createdAt } = result;
  const told = `${subject}, measured on ${set.files.join(', ')} at ${createdAt}.`;
  await writeFileAtomic(join(folder, tableFile), `${told}\n\n${reportText(report)}\n`);
  await writeFileAtomic(
    join(folder, pageFile),
    htmlPage({ title, introduction: [paragraph(told)], sections }),
  );
  await writeFileAtomic(join(folder, resultFile), `${JSON.stringify(result, null, 1)}\n`);
}
