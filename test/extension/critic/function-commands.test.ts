/** Commands about functions: who may ask for verdicts, and what is kept of one that is called wrong. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Dismissals } from '../../../extension/critic/dismissals.ts';
import { Findings } from '../../../extension/critic/findings.ts';
import type { FunctionTools } from '../../../extension/critic/function-commands.ts';
import { readCritiqueSettings } from '../../../extension/critic/settings.ts';
import { VerdictStore } from '../../../extension/critic/verdict-store.ts';
import type { FunctionVerdict } from '../../../trainer/protocol/critic-server.ts';
import { loadAll, readPairs } from '../../../trainer/tasks/read.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { keptLog } from '../support/log.ts';
import { standInForVscode } from '../support/vscode-module.ts';
import { MapMemory, sampleVerdict } from './samples.ts';

const uri = 'file:///w/pair.py';

/** What the user is asked, and the answer. */
const asked: string[] = [];
let answer: boolean | undefined;

standInForVscode({
  window: {
    activeTextEditor: undefined,
    setStatusBarMessage: () => undefined,
    showQuickPick: (labels: { correct: boolean }[], { title }: { title: string }) => {
      asked.push(title);
      return Promise.resolve(labels.find(({ correct }) => correct === answer));
    },
  },
  workspace: { openTextDocument: () => Promise.resolve({ version: 1, getText: () => '' }) },
  Uri: class {
    static parse = (text: string) => ({ toString: () => text });
  },
});
const { functionCommandHandlers } = await import('../../../extension/critic/function-commands.ts');

/** Nothing but the settings is asked before the refusal. */
const toolsWith = (enable: boolean): FunctionTools =>
  ({
    settings: () => readCritiqueSettings((id) => (id === 'critique.enable' ? enable : undefined), keptLog()),
    critiques: { placeOf: () => null },
  }) as unknown as FunctionTools;

const needCritic = ['showCritique', 'checkFunction', 'checkFile', 'wrongVerdict'];

test('whoever asks for a verdict while critiques are off is told how to turn them on', async () => {
  const handlers = functionCommandHandlers(toolsWith(false));
  for (const id of needCritic) {
    await assert.rejects(
      Promise.try(() => handlers[id]?.()),
      { code: 'critique.off' },
      id,
    );
  }
});

test('while they are on, a function is what is missing where there is none', async () => {
  const handlers = functionCommandHandlers(toolsWith(true));
  for (const id of needCritic) {
    await assert.rejects(
      Promise.try(() => handlers[id]?.()),
      { code: 'critique.no-function' },
      id,
    );
  }
});

/**
 * Calls a verdict wrong. The document was closed, so nothing is stored of it and the server tells the verdict only when
 * it is asked. Returns the labels that are kept, and what the user was asked.
 */
async function markWrong(verdict: Partial<FunctionVerdict>, hash = sampleVerdict().hash) {
  await using folder = await temporaryFolder();
  const feedbackFile = join(folder.path, 'feedback.jsonl');
  const findings = new Findings(new MapMemory());
  // As the list still shows it.
  findings.update({ uri, version: 1, functions: [sampleVerdict()] });
  const subject = { question: 'Adds.', solution: 'def total(): …', language: 'python', hash };
  const tools = {
    ...toolsWith(true),
    link: { client: () => Promise.resolve({ sendRequest: () => Promise.resolve(subject) }) },
    lenses: { verdicts: () => Promise.resolve([sampleVerdict(verdict)]) },
    verdicts: new VerdictStore(),
    findings,
    dismissals: new Dismissals(new MapMemory()),
    feedbackFile,
  } as unknown as FunctionTools;
  asked.length = 0;
  await functionCommandHandlers(tools)['wrongVerdict']?.({ uri, id: 'total' });
  const pairs = existsSync(feedbackFile) ? await loadAll(readPairs(feedbackFile)) : [];
  return { labels: pairs.map(({ correct }) => correct), asked: [...asked] };
}

test('a wrong verdict is kept as its opposite, also of a document that was closed', async () => {
  assert.deepEqual(await markWrong({ state: 'correct' }), { labels: [false], asked: [] });
  assert.deepEqual(await markWrong({ state: 'incorrect' }), { labels: [true], asked: [] });
});

test('whatever is no verdict on the text as it is denies no label, so the user is asked for it', async () => {
  const earlier = { state: 'incorrect', confidence: 0.8 } as const;
  const unsaid: Partial<FunctionVerdict>[] = [
    { state: 'unsure' },
    { state: 'changed', earlier },
    { state: 'checking', earlier },
    { state: 'unchecked' },
    { state: 'noCritic' },
  ];
  for (const verdict of unsaid) {
    for (const correct of [true, false]) {
      answer = correct;
      const kept = await markWrong(verdict);
      assert.deepEqual(kept, { labels: [correct], asked: ['Wrong Verdict'] }, verdict.state);
    }
  }
  answer = undefined;
  assert.deepEqual(await markWrong({ state: 'unsure' }), { labels: [], asked: ['Wrong Verdict'] });
});

test('a text that changed while its verdict was read is not labelled by it', async () => {
  answer = true;
  const kept = await markWrong({ state: 'correct' }, 'c'.repeat(64));
  assert.deepEqual(kept, { labels: [true], asked: ['Wrong Verdict'] });
});
