/** Running a test file whose sources write lines to a file that the environment names. */
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { systemCode } from '../errors/run.ts';
import type { TestFile, TestRun } from '../protocol/workspace.ts';
import type { Scratch, TestRunOptions } from './types.ts';

/** Of what is written no more than this is read. */
const mostBytes = 2 ** 26;

export interface WritingRun {
  readonly run: TestRun;
  /** Empty where nothing was written. */
  readonly written: string;
}

/** `variable` is what names the file. */
export async function runWriting(
  scratch: Scratch,
  test: TestFile,
  { variable, ...options }: TestRunOptions & { readonly variable: string },
): Promise<WritingRun> {
  const folder = await mkdtemp(join(tmpdir(), 'critique-coder-written-'));
  try {
    const file = join(folder, 'lines');
    const run = await scratch.run(test, { ...options, env: { ...options.env, [variable]: file } });
    return { run, written: await beginningOf(file) };
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function beginningOf(file: string): Promise<string> {
  try {
    return await text(createReadStream(file, { end: mostBytes - 1 }));
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return '';
    throw cause;
  }
}
