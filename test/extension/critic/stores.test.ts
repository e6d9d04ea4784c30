/** What the editor keeps: verdicts, findings, dismissals. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Dismissals } from '../../../extension/critic/dismissals.ts';
import { Findings } from '../../../extension/critic/findings.ts';
import { VerdictStore } from '../../../extension/critic/verdict-store.ts';
import { MapMemory, sampleVerdict } from './samples.ts';

const document = (uri: string, ...functions: ReturnType<typeof sampleVerdict>[]) => ({
  uri,
  version: 1,
  functions,
});

test('a verdict that is told twice is news once', () => {
  const store = new VerdictStore();
  let news = 0;
  store.onDidChange(() => (news += 1));
  store.set(document('a', sampleVerdict()));
  store.set(document('a', sampleVerdict()));
  assert.equal(news, 1);
  assert.equal(store.find('a', 'total')?.line, 3);
  store.forget('a');
  assert.equal(store.get('a'), undefined);
  store.set(document('b', sampleVerdict()));
  const last: number[] = [];
  store.onDidChange(({ functions }) => last.push(functions.length));
  store.clear();
  assert.deepEqual([store.get('b'), last], [undefined, [0]]);
});

test('findings are what is likely incorrect, by file and line, and survive a restart', () => {
  const memory = new MapMemory();
  const findings = new Findings(memory);
  findings.update(document('b', sampleVerdict({ id: 'late', line: 9 }), sampleVerdict()));
  findings.update(document('a', sampleVerdict(), sampleVerdict({ id: 'right', state: 'correct' })));
  const places = (all: Findings) => all.all.map(({ uri, id }) => `${uri} ${id}`);
  assert.deepEqual(places(findings), ['a total', 'b total', 'b late']);
  assert.deepEqual(places(new Findings(memory)), places(findings));
  findings.update(document('b', sampleVerdict({ state: 'correct' })));
  assert.deepEqual(places(findings), ['a total']);
});

test('a finding that changed stays listed until it is judged anew', () => {
  const findings = new Findings(new MapMemory());
  const earlier = { state: 'incorrect', confidence: 0.84 } as const;
  for (const state of ['changed', 'checking'] as const) {
    findings.update(document('a', sampleVerdict({ state, confidence: null, earlier })));
    assert.deepEqual(
      findings.all.map(({ changed, confidence }) => [changed, confidence]),
      [[true, 0.84]],
    );
  }
  findings.update(document('a', sampleVerdict({ state: 'dismissed', confidence: null })));
  assert.deepEqual(findings.all, []);
});

test('next and previous go over all files and around', () => {
  const findings = new Findings(new MapMemory());
  assert.equal(findings.step('a', 0, 1), undefined);
  findings.update(document('a', sampleVerdict({ line: 3 }), sampleVerdict({ id: 'two', line: 8 })));
  findings.update(document('c', sampleVerdict({ id: 'three', line: 1 })));
  const step = (uri: string | null, line: number, by: 1 | -1) => findings.step(uri, line, by)?.id;
  assert.deepEqual(
    [step('a', 3, 1), step('a', 8, 1), step('c', 1, 1), step('b', 0, 1), step(null, 0, 1)],
    ['two', 'three', 'total', 'three', 'total'],
  );
  assert.deepEqual([step('a', 3, -1), step('c', 1, -1), step('b', 0, -1)], ['three', 'two', 'two']);
});

test('findings of a file or a function that is dismissed go', () => {
  const findings = new Findings(new MapMemory());
  findings.update(document('a', sampleVerdict({ hash: 'x' }), sampleVerdict({ id: 'two', hash: 'y' })));
  findings.update(document('b', sampleVerdict({ hash: 'z' })));
  findings.forgetFunction('x');
  assert.equal(findings.all.length, 2);
  findings.forgetWithin('a');
  assert.deepEqual(findings.uris, ['b']);
  findings.update(document('b/c', sampleVerdict({ hash: 'v' })));
  findings.update(document('bc', sampleVerdict({ hash: 'w' })));
  findings.forgetWithin('b');
  assert.deepEqual(findings.uris, ['bc'], 'what lies in a folder goes with it');
});

test('findings are of one critic, and those of another are forgotten, also over a restart', () => {
  const memory = new MapMemory();
  const found = () => new Findings(memory).all.length;
  const isOther = (folder: string | null, hash: string | null) => {
    const findings = new Findings(memory);
    const other = findings.ofCritic({ folder, hash });
    if (other) assert.deepEqual(findings.all, []);
    findings.update(document('a', sampleVerdict()));
    return other;
  };
  assert.equal(isOther('/one', null), true);
  assert.equal(isOther('/one', 'x'), false, 'it has become known which');
  assert.equal(isOther('/one', null), false, 'its folder cannot be read at the moment');
  assert.equal(found(), 1);
  assert.equal(isOther('/one', 'y'), true, 'another one in the same folder');
  assert.equal(isOther('/two', 'y'), true);
  assert.equal(isOther(null, null), true);
});

test('memory of another version is no findings, and no failure', () => {
  const memory = new MapMemory();
  void memory.update('critique.findings', [{ uri: 7 }]);
  assert.deepEqual(new Findings(memory).all, []);
});

test('dismissals survive a restart and are restored one by one', () => {
  const memory = new MapMemory();
  const dismissals = new Dismissals(memory);
  dismissals.dismissFunction({ hash: 'x', name: 'one', uri: 'a' });
  dismissals.dismissFunction({ hash: 'y', name: 'two', uri: 'a' });
  dismissals.dismissFunction({ hash: 'x', name: 'one', uri: 'b' });
  dismissals.dismissFile('c');
  const kept = new Dismissals(memory);
  assert.deepEqual(
    kept.functions.map(({ hash, uri }) => `${hash} ${uri}`),
    ['y a', 'x b'],
  );
  kept.restore(new Set(['y', 'c']));
  assert.deepEqual(
    kept.functions.map(({ hash }) => hash),
    ['x'],
  );
  assert.deepEqual(kept.files, []);
  assert.ok(kept.any);
});

test('what was dismissed stays so when its file or its folder is moved', () => {
  const memory = new MapMemory();
  const dismissals = new Dismissals(memory);
  dismissals.dismissFile('src/a.py');
  dismissals.dismissFile('lib/a.py');
  dismissals.dismissFunction({ hash: 'x', name: 'one', uri: 'src/deep/b.py' });
  let news = 0;
  dismissals.onDidChange(() => (news += 1));
  dismissals.move('sr', 'lib');
  assert.equal(news, 0, 'nothing of it was moved');
  dismissals.move('src/a.py', 'src/b.py');
  assert.deepEqual(dismissals.files, ['src/b.py', 'lib/a.py']);
  dismissals.move('src', 'made');
  const kept = new Dismissals(memory);
  assert.deepEqual(kept.files, ['made/b.py', 'lib/a.py']);
  assert.deepEqual(kept.functions, [{ hash: 'x', name: 'one', uri: 'made/deep/b.py' }]);
  kept.move('made/b.py', 'lib/a.py');
  assert.deepEqual(kept.files, ['lib/a.py'], 'each file once');
  assert.equal(news, 2);
});
