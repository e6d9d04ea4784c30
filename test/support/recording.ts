/** Programs that record calls, run for tests. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after } from 'node:test';
import { promisify } from 'node:util';
import { openFunctionFinder } from '../../trainer/source/finder.ts';
import type { SourceLanguage } from '../../trainer/source/grammars.ts';
import { openSyntaxReader } from '../../trainer/source/syntax.ts';
import { recordableFunctions, withRecorder } from '../../trainer/workspace/record.ts';
import { callsVariable } from '../../trainer/workspace/recorders.ts';
import { temporaryFolder } from './temporary-folder.ts';

export const execute = promisify(execFile);
const finder = await openFunctionFinder();
const reader = await openSyntaxReader();
after(() => {
  finder[Symbol.dispose]();
  reader[Symbol.dispose]();
});

/** A text with a recorder, and the functions that it records. */
export function instrumented(text: string, language: SourceLanguage): { names: string[]; text: string } {
  const tree = reader.read(text, language);
  assert.ok(tree !== null);
  const names = recordableFunctions(finder.find(text, language), tree).map(({ name }) => name);
  return { names, text: withRecorder(text, tree, { file: 'src/module', language, names }) };
}

interface Written {
  readonly file: string;
  readonly name: string;
  readonly input: unknown[];
  readonly expected: unknown;
}

/** What was recorded while `driver` used the module, and what it printed. */
export async function recorded(
  { module, driver }: { readonly module: string; readonly driver: string },
  names: readonly [module: string, driver: string],
  program: string,
): Promise<{ calls: string[]; stdout: string }> {
  await using folder = await temporaryFolder();
  const calls = join(folder.path, 'calls.jsonl');
  await writeFile(join(folder.path, names[0]), module);
  await writeFile(join(folder.path, names[1]), driver);
  const env = { ...process.env, [callsVariable]: calls };
  const { stdout } = await execute(program, [join(folder.path, names[1])], { cwd: folder.path, env });
  const lines = (await readFile(calls, 'utf8').catch(() => '')).split('\n').filter((line) => line !== '');
  const rows = lines.map((line) => JSON.parse(line) as Written);
  assert.ok(rows.every(({ file }) => file === 'src/module'));
  return {
    calls: rows.map(({ name, input, expected }) => `${name} ${JSON.stringify([...input, expected])}`),
    stdout,
  };
}
