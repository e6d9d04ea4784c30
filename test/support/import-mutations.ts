/** Files of published sets, damaged in ways that come by accident and in ways that do not. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { deflateSync, gunzipSync, gzipSync } from 'node:zlib';
import type { Random } from '../../trainer/random.ts';
import { jsonLines } from './json-lines.ts';

export interface Seed {
  /** Its ending says how it is read. */
  readonly name: string;
  readonly bytes: Buffer;
}

const golden = (path: string): Buffer =>
  readFileSync(fileURLToPath(new URL(`../golden/data/${path}`, import.meta.url)));

const lines = (...rows: readonly object[]): Buffer => Buffer.from(jsonLines(rows));

const pickle = Buffer.from('\x80\x04]\x94(}\x94(X\x05\x00\x00\x00inputX\x01\x00\x00\x001ue.', 'latin1');

const packedRow = (payload: Uint8Array): object => ({
  question_id: 'abc_a',
  question_content: 'Print the sum.',
  starter_code: '',
  public_test_cases: '[{"input": "1 2", "output": "3", "testtype": "stdin"}]',
  private_test_cases: deflateSync(payload).toString('base64'),
  metadata: '{"func_name": "f"}',
});

const made = {
  test: 'def check(candidate):\n    assert candidate(1) == 1\n',
  prompt: 'def f(n):\n    """One.\n    """\n',
};

export const textSeeds: readonly Seed[] = [
  ...[
    'mxeval/mbjsp.jsonl',
    'mxeval/mbtsp.jsonl',
    'mxeval/mbpp.jsonl',
    'llmdebugger/seed.jsonl',
    'pool/py.jsonl',
  ],
  ...[
    'cruxeval/cruxeval.jsonl',
    'debugbench/python3_variable_error.json',
    'exercism/leap/canonical-data.json',
  ],
  ...['cruxeval/sample_scored_codellama-7b_temp0.2_output.json'],
]
  .map((name) => ({ name: name.slice(name.lastIndexOf('/') + 1), bytes: golden(name) }))
  .concat([
    { name: 'plus.jsonl', bytes: gunzipSync(golden('evalplus/MbppPlus.jsonl.gz')) },
    { name: 'plus-code.jsonl', bytes: gunzipSync(golden('evalplus/MbppPlus-OriginFmt.jsonl.gz')) },
    { name: 'livecodebench.jsonl', bytes: lines(packedRow(pickle)) },
    {
      name: 'humaneval.jsonl',
      bytes: lines({
        task_id: 'HumanEval/1',
        ...made,
        canonical_solution: '    return 1\n',
        entry_point: 'f',
      }),
    },
    {
      name: 'own.jsonl',
      bytes: lines(
        { id: 'p', question: 'Q', language: 'python', entryPoint: 'f', tests: [{ input: [1], expected: 1 }] },
        { id: 'q', question: 'Q', language: 'python', io: [{ stdin: '1', stdout: '1' }] },
      ),
    },
    {
      name: 'mbpp.jsonl',
      bytes: lines({
        task_id: 1,
        text: 'T',
        code: 'def f(n):\n  return n',
        test_list: ['assert f(1) == 1'],
        test_setup_code: '',
      }),
    },
    {
      name: 'verl.jsonl',
      bytes: lines({
        data_source: 'taco',
        prompt: [{ role: 'user', content: 'Q' }],
        reward_model: { ground_truth: '{"inputs": [[1]], "outputs": [1], "fn_name": "f"}' },
        extra_info: { index: 1 },
      }),
    },
    {
      name: 'rstar.jsonl',
      bytes: lines({ question_id: 's', question: 'Q', inputs: '["1"]', outputs: '["1"]', func_name: 'f' }),
    },
  ]);

export const parquetSeeds: readonly Seed[] = [
  'rstar',
  'rstar-none',
  'rstar-snappy',
  'rstar-gzip',
  'verl',
].map((name) => ({ name: `${name}.parquet`, bytes: golden(`parquet/${name}.parquet`) }));

const nasty: readonly unknown[] = [
  ...[
    null,
    true,
    0,
    -1,
    1e308,
    2 ** 53,
    '',
    '\u0000',
    '../../etc/passwd',
    '\ud800',
    'x'.repeat(5000),
    [],
    {},
    [[]],
  ],
  ...[
    '[',
    '{"inputs": 1}',
    '[["1"]]',
    '"',
    'NaN',
    '__proto__',
    'constructor',
    '\u001b[2J',
    '))))((((',
    'a*'.repeat(500),
  ],
];

/** One of the seeds, damaged; the same for the same generator. */
export function mutated(random: Random, seeds: readonly Seed[]): Seed {
  const seed = pick(random, seeds);
  if (seed.name === 'livecodebench.jsonl' && random.integer(2) === 0) {
    return { ...seed, bytes: lines(packedRow(damaged(random, pickle))) };
  }
  const asValues = seed.name.endsWith('.parquet') ? 0 : random.integer(3);
  const bytes = asValues === 0 ? damaged(random, seed.bytes) : revalued(random, seed.bytes);
  if (!seed.name.endsWith('.jsonl') || random.integer(8) !== 0) return { ...seed, bytes };
  const packed = gzipSync(bytes, { level: 1 });
  return { name: `${seed.name}.gz`, bytes: random.integer(2) === 0 ? packed : damaged(random, packed) };
}

function pick<T>(random: Random, items: readonly T[]): T {
  return items[random.integer(items.length)] as T;
}

/** Bytes changed, cut off, doubled or moved. */
function damaged(random: Random, bytes: Buffer): Buffer {
  const result = Buffer.from(bytes);
  const place = (): number => random.integer(result.length + 1);
  switch (random.integer(5)) {
    case 0:
      return result.subarray(0, place());
    case 1: {
      const [from, to] = [place(), place()].sort((a, b) => a - b);
      return Buffer.concat([result.subarray(0, to), result.subarray(from)]);
    }
    case 2: {
      const [from, to] = [place(), place()].sort((a, b) => a - b);
      return Buffer.concat([result.subarray(0, from), result.subarray(to)]);
    }
    case 3:
      return Buffer.concat([
        result.subarray(0, place()),
        Buffer.from(String(pick(random, nasty))),
        result.subarray(place()),
      ]);
    default:
      for (let times = 1 + random.integer(16); times > 0; times -= 1) {
        if (result.length > 0) result[random.integer(result.length)] = random.integer(256);
      }
      return result;
  }
}

/** A field of a row, at any depth, given another value, or taken away. */
function revalued(random: Random, bytes: Buffer): Buffer {
  const texts = bytes.toString().trim().split('\n');
  const index = random.integer(texts.length);
  try {
    const row = JSON.parse(texts.length === 1 ? texts.join('') : (texts[index] ?? '')) as unknown;
    change(random, row);
    texts[index] = JSON.stringify(row);
  } catch {
    return damaged(random, bytes);
  }
  return Buffer.from(`${texts.join('\n')}\n`);
}

function change(random: Random, value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  const fields = value as Record<string, unknown>;
  const keys = Object.keys(fields);
  if (keys.length === 0) return;
  const key = pick(random, keys);
  const inner = fields[key];
  if (typeof inner === 'object' && inner !== null && random.integer(2) === 0) return change(random, inner);
  if (random.integer(6) === 0) Reflect.deleteProperty(fields, key);
  else fields[key] = pick(random, nasty);
}
