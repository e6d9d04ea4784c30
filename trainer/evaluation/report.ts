/** A result as people read it, and the folder in which it is kept. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeOutput } from '../output.ts';
import { htmlPage, type Section } from '../report/page.ts';
import { paragraph } from '../report/markup.ts';
import { textTable, type Table } from '../report/table.ts';

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

/** By which a folder is known to hold a result. */
export const resultFile = 'result.json';
const tableFile = 'table.txt';
const pageFile = 'report.html';

export const reportText = ({ tables }: Report): string => tables.map(textTable).join('\n\n');

/** Replaces an earlier result, if the caller has asked `refuseOccupied`. */
export async function writeResult(folder: string, result: Measured, report: Report): Promise<void> {
  const { title, sections } = report;
  const { subject, set, createdAt } = result;
  const told = `${subject}, measured on ${set.files.join(', ')} at ${createdAt}.`;
  await writeOutput(folder, resultFile, async (temporary) => {
    await writeFile(join(temporary, tableFile), `${told}\n\n${reportText(report)}\n`);
    await writeFile(
      join(temporary, pageFile),
      htmlPage({ title, introduction: [paragraph(told)], sections }),
    );
    return result;
  });
}
