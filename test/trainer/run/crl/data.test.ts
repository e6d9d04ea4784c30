/** What a run trains on, validates on and holds out. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { RunConfigInput } from '../../../../trainer/protocol/config.ts';
import type { Pair, Problem } from '../../../../trainer/protocol/data.ts';
import { runConfigOf } from '../../../../trainer/run/configuration.ts';
import { loadRunData, type RunData } from '../../../../trainer/run/crl/data.ts';
import { loadStarter } from '../../../../trainer/starter/load.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { jsonLines } from '../../../support/json-lines.ts';

const sideNames = ['train', 'validation', 'heldOut'] as const;

function load(data: RunConfigInput['data'], seed = 1): Promise<RunData> {
  return loadRunData(runConfigOf({ data, seed }, 'the test'));
}

function problem(name: string): Problem {
  const tests = [{ input: [1], expected: 2 }];
  return { id: name, question: `Question ${name}`, language: 'python', entryPoint: 'f', tests };
}

/** A right and a wrong solution of a problem. */
function pairsOf(name: string): Pair[] {
  return [true, false].map((correct) => ({
    id: `${name}#${correct}`,
    question: `Question ${name}`,
    solution: 'def f(n): pass',
    correct,
  }));
}

/** Writes problems of these names and their pairs; returns the paths. */
async function writeFiles(folder: string, prefix: string, names: readonly string[]) {
  const files = {
    problems: join(folder, `${prefix}problems.jsonl`),
    pairs: join(folder, `${prefix}pairs.jsonl`),
  };
  await writeFile(files.problems, jsonLines(names.map(problem)));
  await writeFile(files.pairs, jsonLines(names.flatMap(pairsOf)));
  return files;
}

const ten = Array.from({ length: 10 }, (_, index) => `p${index}`);

/** Names of the problems that each side has. */
function namesOf(data: RunData) {
  return Object.fromEntries(sideNames.map((side) => [side, data[side].problems.map(({ id }) => id)]));
}

test('the starter set brings its own sides, and its new families are in none of them', async () => {
  const starter = await loadStarter();
  const data = await load({});
  assert.deepEqual(data.train.problems, starter.train.problems);
  assert.deepEqual(data.train.pairs, starter.train.pairs);
  assert.deepEqual(data.validation.pairs, starter.validation.pairs);
  assert.deepEqual(data.heldOut.problems, starter['held-out-same-families'].problems);
  const newFamilies = new Set(starter['held-out-new-families'].problems.map(({ family }) => family));
  for (const side of sideNames) {
    assert.ok(data[side].problems.every(({ family }) => !newFamilies.has(family ?? '')));
  }
});

test('each dataset of a run is recorded with its role, its rows and the hash of just these', async () => {
  const starter = await loadStarter();
  const { datasets } = await load({});
  assert.deepEqual(
    datasets.map(({ role, source, rows }) => [role, source, rows]),
    [
      ['train problems', 'starter', starter.train.problems.length],
      ['train pairs', 'starter', starter.train.pairs.length],
      ['validation problems', 'starter', starter.validation.problems.length],
      ['validation pairs', 'starter', starter.validation.pairs.length],
      ['heldOut problems', 'starter', starter['held-out-same-families'].problems.length],
      ['heldOut pairs', 'starter', starter['held-out-same-families'].pairs.length],
    ],
  );
  assert.equal(new Set(datasets.map(({ sha256 }) => sha256)).size, 6);
});

test('a file is recorded with the hash of its bytes', async () => {
  await using folder = await temporaryFolder();
  const files = await writeFiles(folder.path, '', ten);
  const { datasets } = await load({ problems: [files.problems], pairs: [files.pairs] });
  const sha256 = createHash('sha256')
    .update(await readFile(files.pairs))
    .digest('hex');
  assert.deepEqual(datasets[1], { role: 'train pairs', source: files.pairs, sha256, rows: 20 });
});

test('files of one’s own are divided by problem: 8, 1 and 1 of ten, pairs with their problem', async () => {
  await using folder = await temporaryFolder();
  const files = await writeFiles(folder.path, '', ten);
  const data = await load({ problems: [files.problems], pairs: [files.pairs] });
  const names = namesOf(data);
  assert.deepEqual(
    sideNames.map((side) => names[side]?.length),
    [8, 1, 1],
  );
  assert.deepEqual(Object.values(names).flat().toSorted(), ten);
  for (const side of sideNames) {
    assert.deepEqual(
      data[side].pairs,
      data[side].problems.flatMap(({ id }) => pairsOf(id)),
      side,
    );
  }
});

test('a pair stays with the problem that it names, also where its question has other words', async () => {
  await using folder = await temporaryFolder();
  const files = await writeFiles(folder.path, '', ten);
  const worded = ten.flatMap((name) =>
    pairsOf(name).map((pair) => ({ ...pair, question: `${pair.question}, with its code`, problemId: name })),
  );
  await writeFile(files.pairs, jsonLines(worded));
  const data = await load({ problems: [files.problems], pairs: [files.pairs] });
  for (const side of sideNames) {
    assert.deepEqual(
      data[side].pairs.map(({ problemId }) => problemId),
      data[side].problems.flatMap(({ id }) => [id, id]),
      side,
    );
  }
});

test('the division follows from the seed', async () => {
  await using folder = await temporaryFolder();
  const files = await writeFiles(folder.path, '', ten);
  const divided = async (seed: number) =>
    namesOf(await load({ problems: [files.problems], pairs: [files.pairs] }, seed));
  const first = await divided(1);
  assert.deepEqual(await divided(1), first);
  const others = await Promise.all([2, 3, 4].map(divided));
  assert.ok(others.some((other) => JSON.stringify(other) !== JSON.stringify(first)));
});

test('a side with files of its own takes exactly these, and nothing is held back for it', async () => {
  await using folder = await temporaryFolder();
  const own = await writeFiles(folder.path, '', ten);
  const named = await writeFiles(folder.path, 'validation-', ['v0', 'v1']);
  const data = await load({
    problems: [own.problems],
    pairs: [own.pairs],
    validation: { problems: [named.problems], pairs: [named.pairs] },
  });
  const names = namesOf(data);
  assert.deepEqual(names['validation'], ['v0', 'v1']);
  assert.deepEqual(
    data.validation.pairs.map(({ id }) => id),
    ['v0#true', 'v0#false', 'v1#true', 'v1#false'],
  );
  assert.deepEqual([names['train']?.length, names['heldOut']?.length], [9, 1]);
});

test('with both other sides named, all of one’s own is trained on', async () => {
  await using folder = await temporaryFolder();
  const own = await writeFiles(folder.path, '', ten);
  const validation = await writeFiles(folder.path, 'validation-', ['v0']);
  const heldOut = await writeFiles(folder.path, 'held-out-', ['h0']);
  const data = await load({
    problems: [own.problems],
    pairs: [own.pairs],
    validation: { problems: [validation.problems], pairs: [validation.pairs] },
    heldOut: { pairs: [heldOut.pairs] },
  });
  assert.deepEqual(namesOf(data), { train: ten, validation: ['v0'], heldOut: [] });
  assert.deepEqual(data.heldOut.pairs, pairsOf('h0'));
});

test('beside the starter set, one’s own rows are added to every side', async () => {
  await using folder = await temporaryFolder();
  const own = await writeFiles(folder.path, '', ten);
  const starter = await loadStarter();
  const data = await load({ problems: ['starter', own.problems], pairs: ['starter'] });
  assert.equal(data.train.problems.length, starter.train.problems.length + 8);
  assert.equal(data.validation.problems.length, starter.validation.problems.length + 1);
  assert.equal(data.heldOut.problems.length, starter['held-out-same-families'].problems.length + 1);
  assert.deepEqual(data.validation.pairs, starter.validation.pairs);
});

test('beside the starter set, own rows that are too few to divide are all trained on', async () => {
  await using folder = await temporaryFolder();
  const own = await writeFiles(folder.path, '', ['p0', 'p1']);
  const starter = await loadStarter();
  const data = await load({ problems: ['starter'], pairs: ['starter', own.pairs] });
  assert.equal(data.train.pairs.length, starter.train.pairs.length + 4);
  assert.deepEqual(data.validation.pairs, starter.validation.pairs);
  assert.deepEqual(data.heldOut.pairs, starter['held-out-same-families'].pairs);
  // Without the starter's pairs nothing could be measured.
  await assert.rejects(load({ problems: ['starter'], pairs: [own.pairs] }), {
    code: 'tasks.split-too-small',
  });
});

test('a starter run can be validated on one’s own file', async () => {
  await using folder = await temporaryFolder();
  const named = await writeFiles(folder.path, '', ['v0']);
  const data = await load({ validation: { problems: [named.problems], pairs: [named.pairs] } });
  assert.deepEqual(namesOf(data)['validation'], ['v0']);
  assert.equal(data.validation.pairs.length, 2);
});

test('a row that cannot be used, and too few problems to divide, are named errors', async () => {
  await using folder = await temporaryFolder();
  const files = await writeFiles(folder.path, '', ['p0', 'p1']);
  const data = { problems: [files.problems], pairs: [files.pairs] };
  await assert.rejects(load(data), { code: 'tasks.split-too-small' });
  await writeFile(files.pairs, `${jsonLines(pairsOf('p0'))}{"id": "x"}\n`);
  await assert.rejects(load(data), { code: 'tasks.bad-rows', message: /pairs\.jsonl[^]*line 3/ });
  await assert.rejects(load({ ...data, problems: [join(folder.path, 'none.jsonl')] }), {
    code: 'tasks.unreadable',
  });
});
