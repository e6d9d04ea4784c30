/** The critic server as a real process, with a real critic that is small: verdicts on the functions of documents. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { CriticRecord } from '../../trainer/protocol/critic.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { areJudged, Editor, isJudged } from './critic-editor.ts';
import { changeRecord, openCritics, patience, twoFunctions, uri } from './critic-support.ts';

let critics: Awaited<ReturnType<typeof openCritics>>;
let critic: string;

before(async () => {
  critics = await openCritics();
  critic = critics.critic;
});
after(() => critics[Symbol.asyncDispose]());

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

test(
  'a critic that is replaced in its folder is asked from then on, whoever notices it',
  patience,
  async () => {
    await using folder = await temporaryFolder();
    const own = join(folder.path, 'critic');
    await critics.make(own);
    const { calibration } = JSON.parse(await readFile(join(own, 'critic.json'), 'utf8')) as CriticRecord;
    /** Another critic in the same folder, which says the same of everything. */
    const replace = (state: 'correct' | 'incorrect') =>
      changeRecord(own, {
        calibration: {
          ...calibration,
          slope: 1,
          threshold: state === 'correct' ? -1e6 : 1e6,
          abstainWithin: 0,
        },
      });
    await replace('incorrect');
    await using editor = await Editor.start(folder.path, { critic: own });
    await editor.open(uri, twoFunctions);
    const first = await editor.untilState(({ phase }) => phase === 'ready');
    const says = async (state: 'correct' | 'incorrect') => {
      const verdicts = await editor.until(uri, areJudged);
      assert.deepEqual(
        verdicts.map((verdict) => verdict.state),
        [state, state],
      );
    };
    // Before its thread has loaded anything.
    await replace('correct');
    await editor.check(uri);
    await says('correct');
    const second = await editor.untilState(({ critic: now }) => now?.hash !== first.critic?.hash);
    assert.equal(second.critic?.threshold, 0);
    // While it rests: nothing that was said by the other is shown.
    await replace('incorrect');
    await editor.configure({ critic: own });
    await editor.until(uri, (verdicts) => verdicts.every(({ state }) => state === 'unchecked'));
    await editor.check(uri);
    await says('incorrect');
  },
);

test('what is likely incorrect is a diagnostic only where that is switched on', patience, async () => {
  await using folder = await temporaryFolder();
  await using editor = await Editor.start(folder.path, { critic, diagnostics: true });
  await using strict = await temporaryFolder();
  const sternCritic = join(strict.path, 'critic');
  await critics.make(sternCritic);
  const { calibration } = JSON.parse(await readFile(join(critic, 'critic.json'), 'utf8')) as CriticRecord;
  await changeRecord(sternCritic, {
    calibration: { ...calibration, slope: 1, threshold: 1e6, abstainWithin: 0 },
  });
  await editor.configure({ critic: sternCritic, diagnostics: true });
  await editor.open(uri, twoFunctions);
  await editor.check(uri);
  await editor.until(uri, areJudged);
  await editor.until(uri, () => editor.diagnostics.get(uri)?.length === 2);
  const [first] = editor.diagnostics.get(uri) ?? [];
  assert.equal(first?.severity, 3);
  const { message } = first ?? assert.fail();
  assert.ok(typeof message === 'string');
  assert.match(message, /^total is likely incorrect \(\d+%\)\. A model's opinion, not a proof\.$/);
  await editor.configure({ critic: sternCritic });
  await editor.until(uri, () => editor.diagnostics.get(uri)?.length === 0);
});

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
