/** The critic server as a real process, with a real critic that is small. */
import assert from 'node:assert/strict';
import { cp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  criticMethods,
  critiqueProgressSchema,
  type Critique,
  type JudgedSubject,
} from '../../trainer/protocol/critic-server.ts';
import { openWorkshop } from '../support/critic.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { areJudged, Editor, isJudged } from './critic-editor.ts';

const patience = { timeout: 40_000 };
const uri = 'file:///project/pair.py';

const twoFunctions = `def total(numbers):
    """Adds the numbers."""
    return sum(numbers)


def largest(numbers):
    """Returns the largest number."""
    return max(numbers)
`;

let workshop: Awaited<ReturnType<typeof openWorkshop>>;
let critic: string;
/** Writes hundreds of tokens, so that something can happen meanwhile. */
let slowCritic: string;

before(async () => {
  workshop = await openWorkshop();
  critic = workshop.input.directory;
  slowCritic = join(workshop.folder, 'slow');
  await workshop.make({ maxCritiqueTokens: 12 });
  await cp(critic, slowCritic, { recursive: true });
  const record = JSON.parse(await readFile(join(critic, 'critic.json'), 'utf8')) as object;
  await writeFile(join(slowCritic, 'critic.json'), JSON.stringify({ ...record, maxCritiqueTokens: 400 }));
});
after(() => workshop[Symbol.asyncDispose]());

test(
  'both functions of a file have one lens each, first unjudged and then with a verdict',
  patience,
  async () => {
    await using folder = await temporaryFolder();
    await using editor = await Editor.start(folder.path, { critic });
    await editor.untilState(({ phase }) => phase === 'ready');
    await editor.open(uri, twoFunctions);
    const lenses = await editor.lenses(uri);
    assert.deepEqual(
      lenses.map(({ command, range }) => [range.start.line, range.end.line, command?.title]),
      [
        [0, 2, '$(circle-outline) not checked'],
        [5, 7, '$(circle-outline) not checked'],
      ],
    );
    await editor.check(uri);
    const verdicts = await editor.until(uri, areJudged);
    assert.deepEqual(
      verdicts.map(({ id }) => id),
      ['total', 'largest'],
    );
    assert.ok(editor.history.some((states) => states.includes('largest: checking')));
    assert.ok(editor.refreshes > 0);
  },
);

test(
  'an edit makes one verdict stale, which saving then judges alone, and undo finds the earlier',
  patience,
  async () => {
    await using folder = await temporaryFolder();
    await using editor = await Editor.start(folder.path, { critic, when: 'onSave' });
    await editor.open(uri, twoFunctions);
    await editor.save(uri);
    const [, before] = await editor.until(uri, areJudged);

    await editor.edit(uri, [7, 11], [7, 14], 'min');
    await editor.edit(uri, [0, 0], [0, 0], '# A line above.\n');
    const edited = await editor.verdicts(uri);
    assert.deepEqual(
      edited.map(({ line, state }) => [line, state]),
      [
        [1, edited[0]?.state],
        [6, 'changed'],
      ],
    );
    assert.ok(isJudged(edited[0] ?? assert.fail()));
    assert.deepEqual(edited[1]?.earlier, { state: before?.state, confidence: before?.confidence });

    const snapshots = editor.history.length;
    await editor.save(uri);
    const again = await editor.until(uri, areJudged);
    assert.notEqual(again[1]?.hash, before?.hash);
    const since = editor.history.slice(snapshots).flat();
    assert.ok(!since.includes('total: checking'), since.join(', '));

    await editor.edit(uri, [8, 11], [8, 14], 'max');
    const undone = await editor.verdicts(uri);
    assert.deepEqual([undone[1]?.hash, undone[1]?.state], [before?.hash, before?.state]);
  },
);

test('verdicts survive a server that is killed', patience, async () => {
  await using folder = await temporaryFolder();
  await using editor = await Editor.start(folder.path, { critic });
  await editor.open(uri, twoFunctions);
  await editor.check(uri);
  const verdicts = await editor.until(uri, areJudged);
  const kept = join(folder.path, 'verdicts.json');
  while ((await readFile(kept, 'utf8').catch(() => '')).split('"opinion"').length !== 3) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  editor.server.kill('SIGKILL');
  assert.deepEqual(await editor.exited, [null, 'SIGKILL']);

  await using restarted = await Editor.start(folder.path, { critic });
  await restarted.open(uri, twoFunctions.replace('min', 'max'));
  assert.deepEqual(await restarted.until(uri, areJudged), verdicts);
  await restarted.edit(uri, [2, 11], [2, 14], 'len');
  const [changed] = await restarted.verdicts(uri);
  assert.equal(changed?.state, 'changed');
});

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

test('a critique that nobody waits for any more is not written to its end', patience, async () => {
  await using folder = await temporaryFolder();
  await using editor = await Editor.start(folder.path, { critic: slowCritic });
  await editor.open(uri, twoFunctions);
  const { CancellationTokenSource } = await import('vscode-languageserver/node');
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
  await using editor = await Editor.start(folder.path, { critic: slowCritic });
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
  await using editor = await Editor.start(folder.path, { critic: slowCritic });
  await editor.open(uri, twoFunctions);
  const begun = Promise.withResolvers<void>();
  editor.connection.onProgress({} as never, 'stream', () => begun.resolve());
  const place = { uri, id: 'total', partialResultToken: 'stream' };
  editor.connection.sendRequest<Critique>(criticMethods.critique, place).catch(() => undefined);
  await begun.promise;
  editor.server.stdin?.end();
  assert.deepEqual(await editor.exited, [0, null]);
});

test(
  'functions without words, too long ones, ignored and dismissed ones keep their lens',
  patience,
  async () => {
    await using folder = await temporaryFolder();
    await using editor = await Editor.start(folder.path, { critic });
    const long = Array.from({ length: 400 }, (_, index) => `    total += ${index}`).join('\n');
    await editor.open(
      uri,
      `${twoFunctions}
def silent(x):
    return x

# critic: ignore
def ignored(x):
    """Says nothing."""
    return x

def long(x):
    """Adds much."""
${long}
`,
    );
    const [total] = await editor.verdicts(uri);
    await editor.configure({ critic, dismissed: [total?.hash ?? ''] });
    await editor.check(uri);
    const verdicts = await editor.until(uri, (all) => all.at(-1)?.state === 'tooLong');
    assert.deepEqual(
      verdicts.map(({ id, state, reason }) => [id, state, reason]),
      [
        ['total', 'dismissed', 'user'],
        ['largest', verdicts[1]?.state, null],
        ['silent', 'unsure', 'undocumented'],
        ['ignored', 'dismissed', 'comment'],
        ['long', 'tooLong', null],
      ],
    );
  },
);

test('excluded files and languages have no lenses', patience, async () => {
  await using folder = await temporaryFolder();
  await using editor = await Editor.start(folder.path, { critic, exclude: ['**/generated/**'] });
  const generated = 'file:///project/generated/pair.py';
  await editor.open(generated, twoFunctions);
  await editor.open(uri, twoFunctions);
  assert.deepEqual(await editor.lenses(generated), []);
  assert.equal((await editor.lenses(uri)).length, 2);
  await editor.configure({ critic, dismissedFiles: [uri] });
  assert.deepEqual(await editor.lenses(uri), []);
  await editor.configure({ critic, languages: ['typescript'] });
  assert.deepEqual(await editor.lenses(uri), []);
});

test('what is likely incorrect is a diagnostic only where that is switched on', patience, async () => {
  await using folder = await temporaryFolder();
  await using editor = await Editor.start(folder.path, { critic, diagnostics: true });
  const record = JSON.parse(await readFile(join(critic, 'critic.json'), 'utf8')) as {
    calibration: Record<string, number>;
  };
  await using strict = await temporaryFolder();
  await workshop.make({ directory: join(strict.path, 'critic'), maxCritiqueTokens: 4 });
  const file = join(strict.path, 'critic', 'critic.json');
  const calibration = { ...record.calibration, slope: 1, threshold: 1e6, abstainWithin: 0 };
  await writeFile(file, JSON.stringify({ ...record, calibration, maxCritiqueTokens: 4 }));
  await editor.configure({ critic: join(strict.path, 'critic'), diagnostics: true });
  await editor.open(uri, twoFunctions);
  await editor.check(uri);
  await editor.until(uri, areJudged);
  while ((editor.diagnostics.get(uri) ?? []).length !== 2) await editor.untilState(() => true);
  const [first] = editor.diagnostics.get(uri) ?? [];
  assert.equal(first?.severity, 3);
  assert.match(
    String(first?.message),
    /^total is likely incorrect \(\d+%\)\. A model's opinion, not a proof\.$/,
  );
  await editor.configure({ critic: join(strict.path, 'critic') });
  await editor.until(uri, () => editor.diagnostics.get(uri)?.length === 0);
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
    damage: async (folder: string) => {
      const file = join(folder, 'critic.json');
      const record = JSON.parse(await readFile(file, 'utf8')) as object;
      await writeFile(file, JSON.stringify({ ...record, template: 99 }));
    },
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
    await workshop.make({ directory, maxCritiqueTokens: 4 });
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

test(
  '500 edits leave as many lenses as there are functions, and what is kept bounded',
  patience,
  async () => {
    await using folder = await temporaryFolder();
    await using editor = await Editor.start(folder.path, { critic, when: 'continuous' });
    await editor.open(uri, twoFunctions);
    let width = 0;
    for (let count = 0; count < 500; count++) {
      const text = String(count);
      await editor.edit(uri, [2, 11], [2, 11 + (width || 12)], text);
      width = text.length;
      if (count % 10 === 0) assert.equal((await editor.lenses(uri)).length, 2);
    }
    await editor.until(uri, areJudged);
    await editor[Symbol.asyncDispose]();
    const kept = JSON.parse(await readFile(join(folder.path, 'verdicts.json'), 'utf8')) as {
      verdicts: unknown[];
      latest: unknown[];
    };
    assert.ok(kept.verdicts.length <= 10, `${kept.verdicts.length} verdicts of 500 edits in a row`);
    assert.equal(kept.latest.length, 2);
  },
);

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
