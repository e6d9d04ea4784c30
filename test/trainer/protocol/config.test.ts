import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunConfigInput } from '../../../trainer/protocol/config.ts';
import { runConfigJsonSchema, runConfigSchema } from '../../../trainer/protocol/config.ts';
import type { ConfigViolation } from '../../../trainer/protocol/config-check.ts';
import { checkRunConfig } from '../../../trainer/protocol/config-check.ts';

function violations(document: unknown): readonly ConfigViolation[] {
  const check = checkRunConfig(document);
  return check.valid ? [] : check.violations;
}

const paths = (document: unknown): string[] => violations(document).map(({ path }) => path);

test("an empty configuration is valid, and its defaults are the paper's where it names them", () => {
  const config = runConfigSchema.parse({});
  assert.deepEqual(violations({}), []);
  assert.equal(config.groupSize, 8);
  assert.equal(config.critiqueShare, 0.2);
  assert.equal(config.updatesPerRollout, 2);
  assert.equal(config.sampling.temperature, 0.6);
  assert.deepEqual([config.loss.clipLow, config.loss.clipHigh, config.loss.dualClip], [0.2, 0.3, 3]);
  assert.deepEqual([config.loss.klCoef, config.loss.entropyCoef], [0, 0]);
  assert.equal(config.loss.aggregation, 'token-mean');
  assert.equal(config.advantage.firstPhaseCritiqueScale, 0.8);
  assert.equal(config.dynamicSampling.dropZeroVariance, true);
  assert.equal(config.checkpoint.every, 1);
  assert.deepEqual(config.chat, { thinking: false });
  assert.deepEqual(config.critic, { critiques: 4, temperature: 0.6, precision: 'auto' }, 'departure D11');
});

test('the second phase allows twice the tokens of the first unless it says otherwise', () => {
  assert.equal(runConfigSchema.parse({ context: { first: 100 } }).context.second, 200);
  assert.equal(runConfigSchema.parse({ context: { first: 100, second: 150 } }).context.second, 150);
});

test('a configuration with its defaults filled in is read back as it is', () => {
  const config = runConfigSchema.parse({
    length: { epochs: 1.5 },
    context: { switch: { kind: 'step', step: 3 } },
  });
  assert.deepEqual(runConfigSchema.parse(JSON.parse(JSON.stringify(config))), config);
});

test('all violations are told together, of fields and between fields', () => {
  const document = {
    groupSize: 1,
    lenght: { steps: 5 },
    loss: { clipLow: 2, aggregation: 'sum' },
    context: { first: 10, second: 5, swich: 1 },
    critiqueShare: 0.5,
    data: { pairs: [] },
  };
  assert.deepEqual(paths(document).sort(), [
    'context.second',
    'context.swich',
    'data.pairs',
    'groupSize',
    'lenght',
    'loss.aggregation',
    'loss.clipLow',
  ]);
});

test('a violation tells the value, the problem and the remedy', () => {
  assert.deepEqual(violations({ context: { first: 64, second: 32 } }), [
    {
      path: 'context.second',
      value: '32',
      problem: 'the second phase allows fewer tokens than the first (context.first)',
      remedy: 'Raise context.second, or leave it out for twice context.first.',
    },
  ]);
  const [unknown] = violations({ sampling: { temprature: 1 } });
  assert.deepEqual(unknown, {
    path: 'sampling.temprature',
    value: '1',
    problem: 'there is no such field',
    remedy: 'The fields here are: temperature, topP, topK.',
  });
  assert.equal(
    violations({ groupSize: 1 })[0]?.remedy,
    'Completions sampled of each prompt and compared with one another.',
  );
});

test('a rule is passed over while a field it reads is invalid by itself', () => {
  assert.deepEqual(paths({ context: { first: 'ten', second: 5 } }), ['context.first']);
});

const broken: readonly [string, RunConfigInput][] = [
  ['context.second', { context: { first: 64, second: 63 } }],
  ['data.pairs', { data: { pairs: [] } }],
  ['data.problems', { data: { problems: [] } }],
  ['data.validation.problems', { data: { problems: ['a.jsonl'], heldOut: { problems: ['a.jsonl'] } } }],
  [
    'data.validation.pairs',
    { data: { validation: { pairs: ['b.jsonl'] }, heldOut: { pairs: ['b.jsonl'] } } },
  ],
  ['updatesPerRollout', { promptsPerStep: 2, updatesPerRollout: 3 }],
  ['context.switch', { length: { steps: 10 }, context: { switch: { kind: 'step', step: 10 } } }],
  ['context.switch', { context: { switch: { kind: 'plateau', window: 20, minSteps: 39 } } }],
  ['loss.dualClip', { loss: { dualClip: 1.3 } }],
  ['loss.overlongBuffer', { loss: { overlong: 'penalise' } }],
  ['loss.overlongBuffer', { loss: { overlong: 'penalise', overlongBuffer: 160 }, context: { first: 160 } }],
  [
    'engine.executor',
    {
      engine: { executor: 'tensorflow', microBatchTokens: 4096 },
      adapters: { dropout: 0.1 },
    },
  ],
  ['engine.executor', { engine: { executor: 'tensorflow', provider: 'webgpu' } }],
  ['adapters.basePrecision', { adapters: { basePrecision: 'int4' }, engine: { executor: 'tensorflow' } }],
  ['adapters.basePrecision', { adapters: { basePrecision: 'int4' }, engine: { provider: 'webgpu' } }],
  ['adapters.basePrecision', { adapters: { basePrecision: 'int4' }, engine: { recompute: 'never' } }],
  ['earlyStop.patience', { earlyStop: { patience: 3 }, validation: { every: 0 } }],
  [
    'engine.microBatchTokens',
    { engine: { microBatchTokens: 99 }, context: { first: 25, maxPromptTokens: 50 } },
  ],
];

for (const [path, document] of broken) {
  test(`${JSON.stringify(document)} breaks one rule, at ${path}`, () =>
    assert.deepEqual(paths(document), [path]));
}

const kept: readonly RunConfigInput[] = [
  { context: { first: 64, second: 64 } },
  { data: { pairs: [] }, critiqueShare: 0 },
  { data: { problems: [] }, critiqueShare: 1 },
  { data: { problems: ['a.jsonl', 'a.jsonl', 'starter'] } },
  { promptsPerStep: 2, updatesPerRollout: 2 },
  { length: { steps: 10 }, context: { switch: { kind: 'step', step: 9 } } },
  { length: { epochs: 1 }, context: { switch: { kind: 'step', step: 900 } } },
  { context: { switch: { kind: 'never' } } },
  { loss: { dualClip: 0 } },
  { loss: { overlong: 'penalise', overlongBuffer: 32 } },
  { engine: { executor: 'tensorflow' }, adapters: { dropout: 0 } },
  { engine: { executor: 'tensorflow', provider: 'cpu' } },
  { engine: { provider: 'directml' } },
  { adapters: { basePrecision: 'int4' } },
  { adapters: { basePrecision: 'int4', dropout: 0.1 }, engine: { provider: 'cpu', recompute: 'always' } },
  { adapters: { basePrecision: 'fp32' }, engine: { provider: 'cuda', recompute: 'never' } },
  { engine: { microBatchTokens: 100 }, context: { first: 25, maxPromptTokens: 50 } },
];

for (const document of kept) {
  test(`${JSON.stringify(document)} breaks no rule`, () => assert.deepEqual(violations(document), []));
}

const refused: readonly [unknown, string][] = [
  [[], ''],
  [null, ''],
  ['text', ''],
  [{ length: { steps: 5, epochs: 1 } }, 'length'],
  [{ length: {} }, 'length'],
  [{ seed: 1.5 }, 'seed'],
  [{ context: { switch: { kind: 'someday' } } }, 'context.switch.kind'],
  [{ data: { problems: ['a', 3] } }, 'data.problems.1'],
  [{ engine: { threads: 0 } }, 'engine.threads'],
  [{ engine: { executor: 'torch' } }, 'engine.executor'],
  [{ sampling: { temperature: 0 } }, 'sampling.temperature'],
];

for (const [document, path] of refused) {
  test(`${JSON.stringify(document)} is refused at '${path}'`, () =>
    assert.deepEqual(paths(document), [path]));
}

interface SchemaNode {
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Record<string, SchemaNode>;
  readonly anyOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
}

/** Every field of the published schema, by its path. */
function fields(node: SchemaNode, path = ''): [string, SchemaNode][] {
  const forms = [node, ...(node.anyOf ?? []), ...(node.oneOf ?? [])];
  return forms.flatMap((form) =>
    Object.entries(form.properties ?? {}).flatMap(([name, field]): [string, SchemaNode][] => [
      [`${path}${name}`, field],
      ...fields(field, `${path}${name}.`),
    ]),
  );
}

test('the published schema describes every field, as draft 7, for what a user writes', () => {
  const schema = runConfigJsonSchema();
  assert.equal(schema['$schema'], 'http://json-schema.org/draft-07/schema#');
  assert.equal(schema['required'], undefined);
  const all = fields(schema);
  assert.ok(all.length > 70, `${all.length} fields`);
  assert.deepEqual(
    all.filter(([, { description }]) => !description).map(([path]) => path),
    [],
  );
});

test('adapters may be left out, switched off or given, each field with a default', () => {
  assert.equal(runConfigSchema.parse({}).adapters, undefined);
  assert.equal(runConfigSchema.parse({ adapters: null }).adapters, null);
  assert.deepEqual(runConfigSchema.parse({ adapters: { targets: ['v_proj'] } }).adapters, {
    rank: 16,
    alpha: 32,
    targets: ['v_proj'],
    dropout: 0,
    rankStabilised: false,
    basePrecision: 'fp32',
  });
});

test('a mistake in the adapters is told at its own field', () => {
  const adapters = { rank: 0, alpha: 0, targets: ['embed_tokens'], dropout: 1, bias: 'all' };
  assert.deepEqual(paths({ adapters }).sort(), [
    'adapters.alpha',
    'adapters.bias',
    'adapters.dropout',
    'adapters.rank',
    'adapters.targets.0',
  ]);
  assert.deepEqual(paths({ adapters: { targets: [] } }), ['adapters.targets']);
});
