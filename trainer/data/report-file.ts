/** The record beside data that a command has written, by which the folder is known as its own. */
import { describeFile } from '../hash.ts';
import type { DescribedFile } from '../protocol/data-reports.ts';

export const reportFile = 'report.json';

/** Size and hash of a file, under the name that the user knows it by. */
export async function describeAs(name: string, path = name): Promise<DescribedFile> {
  return { file: name, ...(await describeFile(path)) };
}
