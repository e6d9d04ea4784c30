import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Language } from '../../../trainer/protocol/data.ts';
import type { CaseOutcome, Limits } from '../../../trainer/sandbox/types.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { javascriptEscapes, javascriptOnFile } from './hostile/javascript-escapes.ts';
import { javascriptFloods } from './hostile/javascript-floods.ts';
import { javascriptSabotage } from './hostile/javascript-sabotage.ts';
import { javascriptVerdicts } from './hostile/javascript-verdicts.ts';
import { pythonEscapes, pythonOnFile } from './hostile/python-escapes.ts';
import { pythonFloods } from './hostile/python-floods.ts';
import { pythonSabotage } from './hostile/python-sabotage.ts';
import { pythonVerdicts } from './hostile/python-verdicts.ts';
import type { Hostile } from './hostile/row.ts';
import { typescript } from './hostile/typescript.ts';
import { asProgram, callOf, openTestSandbox, outcomes } from './support.ts';

const folder = await temporaryFolder();
const secretFile = join(folder.path, 'secret.txt');
writeFileSync(secretFile, 'a secret');
process.env['CRITIQUE_CODER_TEST_SECRET'] = 'a secret of the environment';
const sandbox = await openTestSandbox();

after(async () => {
  await sandbox[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

/** A program that uses what the hostile ones try to spoil. */
const canaries = {
  python: `import json, math, re, sys
def f(x):
    assert sys.getrecursionlimit() == 1000 and 'x' not in globals()
    print('sings')
    return [sorted(x, key=abs), math.gcd(12, 18), json.dumps({'a': len(x)}), bool(re.match('s', 'sings')), str(7).upper()]`,
  javascript: `function f(x) {
  console.log('sings');
  return [x.slice().sort((a, b) => Math.abs(a) - Math.abs(b)), 6, JSON.stringify({ a: x.length }), /s/.test('sings'), String(7)];
}`,
};
const song = [[1, -2, 3], 6, /{"a": ?3}/, true, '7'] as const;

async function assertCanarySings(language: Language): Promise<void> {
  const program = canaries[language === 'python' ? 'python' : 'javascript'];
  const [outcome] = await outcomes(sandbox, { language, program, exercise: callOf([3, 1, -2]) });
  assert.ok(outcome?.status === 'returned', JSON.stringify(outcome));
  assert.equal(outcome.stdout, 'sings\n');
  const [sorted, gcd, json, matched, text] = outcome.value as unknown[];
  assert.deepEqual([sorted, gcd, matched, text], [song[0], song[1], song[3], song[4]]);
  assert.match(String(json), song[2]);
}

function assertHostIsAsBefore(filesBefore: readonly string[]): void {
  assert.equal(readFileSync(secretFile, 'utf8'), 'a secret');
  assert.deepEqual(readdirSync(folder.path), ['secret.txt']);
  const news = readdirSync(tmpdir()).filter((file) => !filesBefore.includes(file));
  assert.deepEqual(
    news.filter((file) => file === 'x.txt'),
    [],
  );
  assert.ok(sandbox.pids.length <= 4, `${sandbox.pids.length} processes`);
}

function assertVerdict(row: Hostile, outcome: CaseOutcome | undefined): void {
  const shown = JSON.stringify(outcome);
  assert.equal(outcome?.status, row.status, shown);
  assert.doesNotMatch(shown, /a secret/);
  if (row.error !== undefined) assert.match('error' in outcome ? outcome.error : '', row.error);
  if (row.value !== undefined) assert.deepEqual('value' in outcome ? outcome.value : outcome, row.value);
}

/** On a busy machine a program may take long to reach its own end; only those that have none are told to hurry. */
function limitsOf({ status, limits = {} }: Hostile): Partial<Limits> {
  return status === 'timeout' ? limits : { timeMs: 60_000, ...limits };
}

function testAll(language: Language, rows: readonly Hostile[]): void {
  for (const row of rows) {
    test(`${language}: a program that ${row.name} ends as ${row.status} and harms nothing`, async () => {
      const before = readdirSync(tmpdir());
      const cases = await outcomes(sandbox, { language, exercise: asProgram, ...row, limits: limitsOf(row) });
      assert.equal(cases.length, 1);
      assertVerdict(row, cases[0]);
      await assertCanarySings(language);
      assertHostIsAsBefore(before);
    });
  }
}

const python = [
  ...pythonVerdicts,
  ...pythonOnFile(secretFile),
  ...pythonEscapes,
  ...pythonFloods,
  ...pythonSabotage,
];
const javascript = [
  ...javascriptVerdicts,
  ...javascriptOnFile(secretFile),
  ...javascriptEscapes,
  ...javascriptFloods,
  ...javascriptSabotage,
];
const typed = typescript(secretFile);

test('there are at least ninety hostile programs', () => {
  assert.ok(python.length + javascript.length + typed.length >= 90);
});

testAll('python', python);
testAll('javascript', javascript);
testAll('typescript', typed);
