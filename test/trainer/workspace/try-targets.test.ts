/** What is tried and what counts, with a copy that knows how its tests would end. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { TestRun } from '../../../trainer/protocol/workspace.ts';
import { openFunctionFinder } from '../../../trainer/source/finder.ts';
import { openSyntaxReader } from '../../../trainer/source/syntax.ts';
import type { Labelled } from '../../../trainer/workspace/label.ts';
import { pairsOf } from '../../../trainer/workspace/pairs.ts';
import { ScratchPool } from '../../../trainer/workspace/pool.ts';
import { readSources, targetsOf } from '../../../trainer/workspace/targets.ts';
import { coveredTargets, tryTargets, type TryOptions } from '../../../trainer/workspace/try-targets.ts';
import type { Baseline } from '../../../trainer/workspace/trust.ts';
import type { Scratch } from '../../../trainer/workspace/types.ts';
import { never } from '../../support/workspace/written.ts';

const readers = { finder: await openFunctionFinder(), reader: await openSyntaxReader() };
after(() => {
  readers.finder[Symbol.dispose]();
  readers.reader[Symbol.dispose]();
});

const text = `def add(a, b):
    """Adds."""
    return a + b - 0

def last(xs):
    """The last one."""
    if not xs:
        return None
    return xs[-1]
`;

/** How a run of a test ends, by the file's text and by how often a test was run in the copy. */
type Ending = (file: string, now: string, runs: number) => TestRun['status'];

interface Copy extends Scratch {
  /** The runs and their limits, in order. */
  readonly log: string[];
}

function copy(ending: Ending): Copy {
  const log: string[] = [];
  let now = text;
  return {
    folder: '/copy',
    log,
    read: () => Promise.resolve(text),
    write: (_, changed) => Promise.resolve(void (now = changed)),
    restore: () => Promise.resolve(void (now = text)),
    run({ file, framework }, { limitMs, signal }) {
      signal.throwIfAborted();
      log.push(`${file} ${now === text ? 'as it stands' : 'with a mistake'}, ${limitMs} ms`);
      return Promise.resolve({
        file,
        framework,
        status: ending(file, now, log.length),
        seconds: 1,
        output: '',
      });
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

const baseline = (file: string, seconds: number, ...reached: number[]): Baseline => ({
  test: { file, framework: 'pytest' },
  seconds,
  reached: new Set(reached),
});

interface Tried {
  readonly labelled: readonly Labelled[];
  readonly copies: readonly Copy[];
  readonly said: readonly string[];
}

async function tried(
  ending: Ending,
  used: readonly Baseline[],
  changes: Partial<TryOptions> = {},
): Promise<Tried> {
  const read = (): Promise<string> => Promise.resolve(text);
  const files = [{ file: 'a.py', language: 'python' as const }];
  const { sources } = await readSources(files, { ...readers, signal: never, read });
  const covered = coveredTargets(targetsOf(sources).targets, used);
  const copies: Copy[] = [];
  await using pool = await ScratchPool.open(1, () => {
    copies.push(copy(ending));
    return Promise.resolve(copies.at(-1) as Copy);
  });
  const said: string[] = [];
  const options = { ...readers, incorrect: 1, tries: 6, seed: 0, signal: never, time: never, ...changes };
  const labelled = await tryTargets(pool, covered, { ...options, say: (line) => said.push(line) });
  return { labelled, copies, said };
}

test('the first mistake that fails a test is enough; the test is then seen to pass without it', async () => {
  const { labelled, copies, said } = await tried(
    (_, now) => (now === text ? 'passed' : 'failed'),
    [baseline('test_a.py', 0.1, 0)],
  );
  assert.deepEqual(copies[0]?.log, ['test_a.py with a mistake, 5000 ms', 'test_a.py as it stands, 5000 ms']);
  assert.deepEqual(said, ['1 of 1: a.py/add: 1 of 1 mistakes fail a test']);
  const [only] = labelled;
  assert.ok(only);
  const pairs = pairsOf(only);
  assert.deepEqual(
    pairs.map(({ id, correct, family, problemId, language, source }) => [
      id,
      correct,
      family,
      problemId,
      language,
      source,
    ]),
    [
      ['a.py/add', true, 'a.py', 'a.py/add', 'python', 'reference'],
      ['a.py/add/mutant-1', false, 'a.py', 'a.py/add', 'python', only.failing[0]?.operator],
    ],
  );
  assert.equal(pairs[0]?.solution, 'def add(a, b):\n    return a + b - 0');
  assert.deepEqual(pairs[0]?.provenance, { kind: 'reference' });
  assert.deepEqual(pairs[1]?.provenance, {
    kind: 'mutation',
    operator: only.failing[0]?.operator,
    line: 2,
    of: 'a.py/add',
  });
  assert.equal(pairs[1]?.question, 'Adds.\n\ndef add(a, b):');
});

test('only tests that run the function are run, the fastest first, until one does not pass, each for four times its time', async () => {
  const { copies } = await tried(
    (file, now) => (now !== text && file === 'test_b.py' ? 'timed out' : 'passed'),
    [
      baseline('test_c.py', 9, 1),
      baseline('test_b.py', 3, 1),
      baseline('test_a.py', 2, 1),
      baseline('test_x.py', 1),
    ],
  );
  assert.deepEqual(copies[0]?.log, [
    'test_a.py with a mistake, 8000 ms',
    'test_b.py with a mistake, 12000 ms',
    'test_b.py as it stands, 12000 ms',
  ]);
});

test('as many failing mistakes as are wanted, and no more mistakes than are to be tried', async () => {
  const ending: Ending = (_, now) => (now === text ? 'passed' : 'failed');
  const used = [baseline('test_a.py', 1, 1)];
  const { labelled } = await tried(ending, used, { incorrect: 3 });
  assert.deepEqual(
    labelled.map(({ failing, surviving }) => [failing.length, surviving]),
    [[3, 0]],
  );
  const few = await tried(ending, used, { incorrect: 3, tries: 2 });
  assert.deepEqual(
    few.labelled.map(({ failing }) => failing.length),
    [2],
  );
});

test('a mistake that every test lets pass is no pair, and a function with such mistakes only has none', async () => {
  const { labelled, copies } = await tried(() => 'passed', [baseline('test_a.py', 1, 1)], { tries: 3 });
  assert.deepEqual(
    labelled.map(({ failing, surviving, unsteady }) => [failing.length, surviving, unsteady]),
    [[0, 3, false]],
  );
  assert.deepEqual(labelled.flatMap(pairsOf), []);
  assert.equal(copies[0]?.log.length, 3);
});

test('when a test fails without the mistake, too, nothing counts, and the next function has a fresh copy', async () => {
  const { labelled, copies, said } = await tried(
    (_, now, runs) => (now === text && runs < 3 ? 'failed' : now === text ? 'passed' : 'failed'),
    [baseline('test_a.py', 1, 0, 1)],
  );
  assert.deepEqual(
    labelled.map(({ unsteady }) => unsteady),
    [true, true],
  );
  assert.deepEqual(labelled.flatMap(pairsOf), []);
  assert.equal(copies.length, 3);
  assert.equal(said[0], '1 of 2: a.py/add is left out: its tests vary');
});

test('when the time is over in the middle of a function, those before it are what there is', async () => {
  const time = new AbortController();
  const { labelled, copies } = await tried(
    (_, now, runs) => {
      if (runs === 4) time.abort();
      return now === text ? 'passed' : 'failed';
    },
    [baseline('test_a.py', 1, 0, 1)],
    { time: time.signal, incorrect: 2 },
  );
  assert.deepEqual(
    labelled.map(({ target }) => target.id),
    ['a.py/add'],
  );
  assert.equal(copies[0]?.log.length, 4);
});
