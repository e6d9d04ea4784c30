/** The critic server as a real process: critiques as they are written, critics that cannot be used, and its end. */
import assert from 'node:assert/strict';
import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { CancellationTokenSource } from 'vscode-languageserver/node';
import {
  criticMethods,
  critiqueProgressSchema,
  type Critique,
  type JudgedSubject,
} from '../../trainer/protocol/critic-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { areJudged, Editor } from './critic-editor.ts';
import { changeRecord, openCritics, patience, twoFunctions, uri } from './critic-support.ts';

let critics: Awaited<ReturnType<typeof openCritics>>;
let critic: string;

before(async () => {
  critics = await openCritics();
  critic = critics.critic;
});
after(() => critics[Symbol.asyncDispose]());

test('a critique comes as it is written, and then whole from what is kept', patience, async () => {
  await using folder = await temporaryFolder();
  await using editor = await Editor.start(folder.path, { critic });
  await editor.open(uri, twoFunctions);
  const texts: string[] = [];
  editor.connection.onProgress({} as never, 'stream', (value: unknown) => {
    texts.push(critiqueProgressSchema.parse(value).text);
  });
  const place = { uri, id: 'total', partialResultToken: 'stream' };
  const first = await editor.connection.sendRequest<Critique>(criticMethods.critique, place);
  assert.equal(first.kind, 'judged');
  assert.ok(texts.length > 2, 'the text came in pieces');
  texts.reduce((shorter, longer) => {
    assert.ok(longer.length >= shorter.length);
    return longer;
  });
  const pieces = texts.length;
  const second = await editor.connection.sendRequest<Critique>(criticMethods.critique, place);
  assert.deepEqual(second, first);
  assert.equal(texts.length, pieces);

  const subject = await editor.connection.sendRequest<JudgedSubject>(criticMethods.subject, place);
  assert.deepEqual(
    { ...subject, hash: '' },
    {
      question: 'Adds the numbers.\n\ndef total(numbers):',
      solution: 'def total(numbers):\n    return sum(numbers)',
      language: 'python',
      hash: '',
    },
  );
});

test('a critic that judges without words writes them when they are asked for', patience, async () => {
  await using folder = await temporaryFolder();
  const directory = join(folder.path, 'critic');
  await critics.make(directory);
  await changeRecord(directory, { critiques: { count: 0, temperature: 0 } });
  await using editor = await Editor.start(folder.path, { critic: directory });
  await editor.open(uri, twoFunctions);
  await editor.check(uri);
  const [total] = await editor.until(uri, areJudged);
  const texts: string[] = [];
  editor.connection.onProgress({} as never, 'stream', (value: unknown) => {
    texts.push(critiqueProgressSchema.parse(value).text);
  });
  const place = { uri, id: 'total', partialResultToken: 'stream' };
  const critique = await editor.connection.sendRequest<Critique>(criticMethods.critique, place);
  assert.ok(critique.kind === 'judged');
  assert.deepEqual(
    [critique.opinion.state, critique.opinion.confidence],
    [total?.state, total?.confidence],
    'the verdict stays',
  );
  assert.ok(texts.length > 2, 'the words came in pieces');
  const pieces = texts.length;
  const again = await editor.connection.sendRequest<Critique>(criticMethods.critique, place);
  assert.deepEqual(again, critique);
  assert.equal(texts.length, pieces, 'and are kept');
});

test('a critique that nobody waits for any more is not written to its end', patience, async () => {
  await using folder = await temporaryFolder();
  await using editor = await Editor.start(folder.path, { critic: critics.slow });
  await editor.open(uri, twoFunctions);
  const source = new CancellationTokenSource();
  editor.connection.onProgress({} as never, 'stream', () => source.cancel());
  const place = { uri, id: 'total', partialResultToken: 'stream' };
  await assert.rejects(editor.connection.sendRequest(criticMethods.critique, place, source.token), {
    message: 'Cancelled.',
  });
  const [total] = await editor.until(uri, ([first]) => first?.state !== 'checking');
  assert.equal(total?.state, 'unchecked');
});

test('an edit ends the judgement of what it changed', patience, async () => {
  await using folder = await temporaryFolder();
  await using editor = await Editor.start(folder.path, { critic: critics.slow });
  await editor.open(uri, twoFunctions);
  const begun = Promise.withResolvers<void>();
  editor.connection.onProgress({} as never, 'stream', () => begun.resolve());
  const place = { uri, id: 'total', partialResultToken: 'stream' };
  const asked = editor.connection.sendRequest<Critique>(criticMethods.critique, place);
  await begun.promise;
  await editor.edit(uri, [2, 11], [2, 14], 'len');
  assert.deepEqual(await asked, { kind: 'gone' });
});

test('a server whose input ends while it judges ends too, and well', patience, async () => {
  await using folder = await temporaryFolder();
  await using editor = await Editor.start(folder.path, { critic: critics.slow });
  await editor.open(uri, twoFunctions);
  const begun = Promise.withResolvers<void>();
  editor.connection.onProgress({} as never, 'stream', () => begun.resolve());
  const place = { uri, id: 'total', partialResultToken: 'stream' };
  editor.connection.sendRequest<Critique>(criticMethods.critique, place).catch(() => undefined);
  await begun.promise;
  editor.server.stdin?.end();
  assert.deepEqual(await editor.exited, [0, null]);
});

for (const { about, code, damage } of [
  {
    about: 'is missing',
    code: 'critic.bad-folder',
    damage: (folder: string) => rm(folder, { recursive: true }),
  },
  {
    about: 'is cut off',
    code: 'critic.bad-folder',
    damage: (folder: string) => truncate(join(folder, 'model.onnx.data'), 1000),
  },
  {
    about: 'is for another prompt',
    code: 'critic.template-mismatch',
    damage: (folder: string) => changeRecord(folder, { template: 99 }),
  },
  {
    about: 'is no network',
    code: 'engine.runtime-failed',
    damage: async (folder: string) => {
      const { length } = await readFile(join(folder, 'model.onnx'));
      await writeFile(join(folder, 'model.onnx'), Buffer.alloc(length, 7));
    },
  },
]) {
  test(`a critic that ${about} is told with what to do, and the lenses stay`, patience, async () => {
    await using folder = await temporaryFolder();
    const directory = join(folder.path, 'critic');
    await critics.make(directory);
    await damage(directory);
    await using editor = await Editor.start(folder.path, { critic: directory });
    await editor.open(uri, twoFunctions);
    await editor.check(uri);
    const { problem } = await editor.untilState(({ phase }) => phase === 'failed');
    assert.equal(problem?.code, code);
    assert.ok((problem?.hint ?? '').length > 10);
    await editor.until(uri, (all) => all.length === 2 && all.every(({ state }) => state === 'noCritic'));
    const [lens] = await editor.lenses(uri);
    assert.equal(lens?.command?.command, 'critiqueCoder.chooseCritic');
    await editor.configure({ critic });
    await editor.untilState(({ phase }) => phase === 'ready');
    await editor.check(uri);
    await editor.until(uri, areJudged);
  });
}

test('a server ends when its input does, and when nobody has needed it', patience, async () => {
  await using folder = await temporaryFolder();
  await using editor = await Editor.start(folder.path, { critic });
  editor.server.stdin?.end();
  await editor.exited;
  await using idle = await Editor.start(folder.path, { critic, idleSeconds: 0.3 });
  assert.deepEqual(await idle.exited, [0, null]);
  assert.equal(idle.states.at(-1)?.phase, 'idle');
});

test('an editor of another protocol is refused with a sentence', patience, async () => {
  await using folder = await temporaryFolder();
  await assert.rejects(Editor.start(folder.path, { critic }, 99), (error: Error & { data?: unknown }) => {
    assert.match(error.message, /version 99 of the critic server's protocol/);
    assert.partialDeepStrictEqual(error.data, { code: 'critic-server.protocol' });
    return true;
  });
});
