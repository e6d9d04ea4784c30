/** Imports damaged files one after another and tells what became of them. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Answered } from '../../trainer/data/import/answer.ts';
import { importFiles } from '../../trainer/data/import/import.ts';
import type { Item } from '../../trainer/data/import/import.ts';
import { importers } from '../../trainer/data/import/list.ts';
import type { Unanswered } from '../../trainer/data/import/types.ts';
import { TrainerError } from '../../trainer/errors/error.ts';
import { createRandom, hashSeed } from '../../trainer/random.ts';
import { mutated } from './import-mutations.ts';
import type { Seed } from './import-mutations.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface FuzzReport {
  files: number;
  /** Rows that became something of ours, and rows that were rejected with a reason. */
  accepted: number;
  rejected: number;
  /** Files that were refused as a whole, by the code of the error. */
  refused: Record<string, number>;
  /** What must not be: an exception that is no answer, or a reason that cannot be read. */
  defects: string[];
  /** Of the slowest file. */
  milliseconds: number;
  /** Largest resident memory, in bytes. */
  memory: number;
}

export interface FuzzOptions {
  readonly files: number;
  readonly seed: number;
  readonly seeds: readonly Seed[];
}

const answer = ({ inputs, starterCode, ...fields }: Unanswered): Promise<Answered> =>
  Promise.resolve({
    problem: {
      ...fields,
      starterCode,
      tests: inputs.map((input) => ({ input: [...input], expected: null })),
    },
    rejected: [],
  });

export async function fuzzImports({ files, seed, seeds }: FuzzOptions): Promise<FuzzReport> {
  await using folder = await temporaryFolder();
  const report: FuzzReport = {
    files,
    accepted: 0,
    rejected: 0,
    refused: {},
    defects: [],
    milliseconds: 0,
    memory: 0,
  };
  for (let index = 0; index < files; index += 1) {
    const random = createRandom(hashSeed(seed, 'import', index));
    const { name, bytes } = mutated(random, seeds);
    const file = join(folder.path, name);
    await writeFile(file, bytes);
    const format = random.integer(2) === 0 ? importers[random.integer(importers.length)] : undefined;
    const began = performance.now();
    try {
      const options = { answer, format, mostRowBytes: 2 ** 20, parquetMilliseconds: 10_000 };
      for await (const item of importFiles([file], options)) count(report, item, `${index} ${name}`);
    } catch (cause) {
      if (cause instanceof TrainerError) report.refused[cause.code] = (report.refused[cause.code] ?? 0) + 1;
      else
        report.defects.push(
          `${index} ${name}: ${cause instanceof Error ? (cause.stack ?? '') : String(cause)}`,
        );
    }
    report.milliseconds = Math.max(report.milliseconds, performance.now() - began);
    report.memory = Math.max(report.memory, process.memoryUsage.rss());
  }
  return report;
}

function count(report: FuzzReport, item: Item, where: string): void {
  if (item.kind === 'rejected') {
    const { line, reason, field } = item.row;
    report.rejected += 1;
    if (!(line >= 1) || !/^\S.{3,301}$/u.test(reason) || /\p{Cc}/u.test(reason + field)) {
      report.defects.push(`${where}: the reason "${reason}" of line ${line}`);
    }
  } else if ('row' in item) {
    report.accepted += 1;
  }
}
