/** Verdicts verified by tests: a program plays those of the workspace, and a user answers what is asked. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, test } from 'node:test';
import { Dismissals } from '../../../extension/critic/dismissals.ts';
import { Findings } from '../../../extension/critic/findings.ts';
import { TestResults } from '../../../extension/workspace/results.ts';
import type { FunctionVerdict } from '../../../trainer/protocol/critic-server.ts';
import type { Verification } from '../../../trainer/protocol/workspace.ts';
import { loadAll, readPairs } from '../../../trainer/tasks/read.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { standInForVscode } from '../support/vscode-module.ts';
import {
  answerWith,
  askedIn,
  failing,
  marked,
  missingPytest,
  trainer,
  verification,
} from '../workspace/folder.ts';
import { TestingWindow } from '../workspace/window.ts';
import { MapMemory, sampleVerdict } from './samples.ts';

const window = new TestingWindow();
standInForVscode(window.api);
const { verifyFunction, showTestOutput } = await import('../../../extension/critic/verify.ts');
const { TestRuns } = await import('../../../extension/workspace/test-runs.ts');

const place = { uri: 'file:///w/pair.py', id: 'total' };
const at = new Date(2026, 10, 27);

beforeEach(() => window.reset());

/** The parts that verifying uses, over a workspace in `folder`. */
function partsIn(folder: string, verdict: Partial<FunctionVerdict> = {}) {
  window.workspace.folder = folder;
  const results = new TestResults();
  const tests = new TestRuns({ trainer, results, now: () => at });
  const judged = sampleVerdict(verdict);
  const shown: unknown[] = [];
  const subject = { question: 'Adds.', solution: 'def total(): …', language: 'python', hash: judged.hash };
  const server = { subject };
  const client = { sendRequest: () => Promise.resolve(server.subject) };
  const tools = {
    results,
    tests,
    lenses: { verdicts: () => Promise.resolve([judged]) },
    link: { client: () => Promise.resolve(client) },
    findings: new Findings(new MapMemory()),
    dismissals: new Dismissals(new MapMemory()),
    feedbackFile: join(folder, 'kept', 'feedback.jsonl'),
    testOutput: { show: (...words: unknown[]) => Promise.resolve(void shown.push(words)) },
    memory: new MapMemory(),
    python: ({ uri }: { uri: { fsPath: string } }) => join(uri.fsPath, 'python'),
  } as unknown as Parameters<typeof verifyFunction>[0];
  const state = () => results.of({ uri: place.uri, hash: judged.hash });
  return { tools, tests, results, server, shown, state };
}

/** What is kept for training: the labels, in their order. */
async function labelsIn(folder: string): Promise<readonly boolean[]> {
  const file = join(folder, 'kept', 'feedback.jsonl');
  return existsSync(file) ? (await loadAll(readPairs(file))).map(({ correct }) => correct) : [];
}

/** Verifies once, with tests that end so. */
async function verifyWith(folder: string, document: Verification, verdict: Partial<FunctionVerdict> = {}) {
  const parts = partsIn(folder, verdict);
  await answerWith(folder, { verify: { document } });
  await verifyFunction(parts.tools, place);
  return parts;
}

test('a restricted window runs nothing and asks nothing', async () => {
  await using folder = await temporaryFolder();
  window.workspace.isTrusted = false;
  const { tools } = partsIn(folder.path);
  await assert.rejects(verifyFunction(tools, place), { code: 'workspace.untrusted', hint: /Trust/ });
  assert.deepEqual([window.said, await askedIn(folder.path)], [[], []]);
});

test('a file outside of every folder has no tests of its own', async () => {
  await using folder = await temporaryFolder();
  const { tools } = partsIn(folder.path);
  window.workspace.folder = undefined;
  await assert.rejects(verifyFunction(tools, place), { code: 'workspace.file-outside' });
});

test('the first time in a workspace it is asked, and told what will happen; whoever declines is asked again', async () => {
  await using folder = await temporaryFolder();
  await answerWith(folder.path, { verify: { document: verification() } });
  const { tools, state } = partsIn(folder.path, { state: 'correct' });
  window.agreed = undefined;
  await verifyFunction(tools, place);
  assert.match(
    window.said.join('\n'),
    /^modal: Run the tests of this workspace\? .*with your rights.*temporary files/,
  );
  assert.deepEqual([await askedIn(folder.path), state()], [[], null]);
  window.agreed = 'Run Tests';
  await verifyFunction(tools, place);
  await verifyFunction(tools, place);
  assert.equal(window.said.filter((each) => each.startsWith('modal')).length, 2);
  const [asked, ...others] = await askedIn(folder.path);
  assert.deepEqual([asked?.input, others.length], ['the text', 1]);
  assert.equal(asked?.values['python'], join(folder.path, 'python'), 'that of the folder');
});

test('tests that agree with the verdict are told in the status bar, and shown where the verdict is', async () => {
  await using folder = await temporaryFolder();
  const { state } = await verifyWith(folder.path, verification(), { state: 'correct' });
  assert.equal(window.said.at(-1), '$(beaker) total: tests pass');
  assert.deepEqual(state(), { kind: 'ended', verification: verification(), at });
});

test('while they run the status bar says so, and stopping them there leaves no result', async () => {
  await using folder = await temporaryFolder();
  await answerWith(folder.path, { verify: { waits: true } });
  const { tools, tests, state } = partsIn(folder.path);
  const verifying = verifyFunction(tools, place);
  await marked(folder.path, 'waiting');
  assert.deepEqual(state(), { kind: 'running' });
  const [item] = window.bar;
  assert.equal(item?.text, '$(loading~spin) Running the tests of total');
  assert.deepEqual([item.command, item.shown], ['critiqueCoder.stopTests', true]);
  assert.equal(window.keys.get('critiqueCoder.runsTests'), true);
  await assert.rejects(verifyFunction(tools, place), { code: 'workspace.tests-run-already' });
  tests.stop();
  await verifying;
  assert.deepEqual([state(), item.shown, window.keys.get('critiqueCoder.runsTests')], [null, false, false]);
  assert.equal(window.said.length, 1, 'the consent and nothing else');
});

test('tests that pass where the critic said incorrect make a correct pair, if the user wants it', async () => {
  await using folder = await temporaryFolder();
  await verifyWith(folder.path, verification());
  assert.equal(
    window.said.at(-1),
    'The tests of total pass, and the critic called it likely incorrect. [Keep as Correct Example]',
  );
  assert.deepEqual(await labelsIn(folder.path), []);
  window.chosen = 'Keep as Correct Example';
  const { tools } = await verifyWith(folder.path, verification());
  assert.deepEqual(await labelsIn(folder.path), [true]);
  assert.equal(tools.dismissals.functions.length, 1, 'its wrong verdict is shown no more');
});

test('tests that fail where the critic said correct make an incorrect pair, or show what they printed', async () => {
  await using folder = await temporaryFolder();
  window.chosen = 'Show Output';
  const { shown } = await verifyWith(folder.path, failing(), { state: 'correct' });
  assert.deepEqual(shown, [['total', { uri: place.uri, hash: 'a'.repeat(64) }]]);
  window.chosen = 'Keep as Incorrect Example';
  await verifyWith(folder.path, failing(), { state: 'correct' });
  assert.deepEqual(await labelsIn(folder.path), [false]);
});

test('what agrees, or was no verdict, is no reason to learn', async () => {
  await using folder = await temporaryFolder();
  await verifyWith(folder.path, failing());
  assert.equal(window.said.at(-1), 'The tests of total fail. [Show Output]');
  await verifyWith(folder.path, verification(), { state: 'unsure' });
  await verifyWith(folder.path, verification({ outcome: 'untested', runs: [] }));
  assert.equal(window.said.at(-1), '$(beaker) total: no tests');
});

test('a workspace whose tests cannot be run is told why', async () => {
  await using folder = await temporaryFolder();
  const document = verification({ outcome: 'unusable', runs: [], missing: [missingPytest] });
  await verifyWith(folder.path, document);
  assert.equal(
    window.said.at(-1),
    'The tests of total cannot run. None of the workspace’s test files could be run. Test files of pytest that are not run: 3. python3 has no module pytest. [Show Output]',
  );
});

test('a name that looks like a link is none', async () => {
  await using folder = await temporaryFolder();
  await verifyWith(folder.path, failing(), { name: '[x](command:evil)' });
  assert.equal(window.said.at(-1), 'The tests of [x] (command:evil) fail. [Show Output]');
});

test('a function that has changed since its tests ran is not kept under their word', async () => {
  await using folder = await temporaryFolder();
  await answerWith(folder.path, { verify: { document: verification() } });
  const { tools, server } = partsIn(folder.path);
  server.subject = { ...server.subject, hash: 'c'.repeat(64) };
  window.chosen = 'Keep as Correct Example';
  await assert.rejects(verifyFunction(tools, place), { code: 'workspace.changed-since-tests' });
  assert.deepEqual(await labelsIn(folder.path), []);
});

test('a failure of the program leaves no result and comes in its own words', async () => {
  await using folder = await temporaryFolder();
  await answerWith(folder.path, { verify: { lines: ['It is too large.', 'Make it smaller.'], exitCode: 1 } });
  const { tools, state } = partsIn(folder.path);
  await assert.rejects(verifyFunction(tools, place), {
    code: 'workspace.refused',
    message: 'It is too large.',
  });
  assert.equal(state(), null);
});

test('an output is shown of a text whose tests have ended, and of no other', async () => {
  await using folder = await temporaryFolder();
  const { tools } = partsIn(folder.path);
  await assert.rejects(showTestOutput(tools, 'total', { uri: place.uri, hash: 'x' }), {
    code: 'workspace.no-test-result',
  });
});
