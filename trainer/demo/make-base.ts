/**
 * `npm run starter:base` makes the starter's base model anew from a seed: learns the vocabulary, draws weights, trains
 * them on the warm-up split, and measures the outcome on the validation split. Its log lies beside the weights.
 */
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Engine } from '../engine/types.ts';
import { meanOf } from '../mean.ts';
import { CheckpointWeights } from '../model/checkpoint-weights.ts';
import { readDecoderConfig } from '../model/config.ts';
import { configFile, weightsFile } from '../model/files.ts';
import { narrowBfloat16 } from '../model/halves.ts';
import { parameterSpecs } from '../model/parameters.ts';
import { writeSafetensors } from '../model/safetensors.ts';
import { Tokenizer } from '../model/tokenizer.ts';
import { runConfigOf } from '../run/configuration.ts';
import { crlJudge } from '../run/crl/judge.ts';
import { measure } from '../run/crl/measure.ts';
import { drawPrompts, openEngine, sandboxLimits } from '../run/crl/open.ts';
import { openSandbox } from '../sandbox/open.ts';
import { baseModelDirectory } from '../starter/base/directory.ts';
import { writeContinued } from '../starter/base/continued.ts';
import { writeUntrained } from '../starter/base/untrained.ts';
import { warmUp, type WarmUpSettings, type WarmUpStage, type WarmUpStep } from '../starter/base/warm-up.ts';
import { loadStarterSplit } from '../starter/load.ts';
import type { StarterRow } from '../starter/set.ts';
import { starterSettings } from '../starter/settings.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: baseModelDirectory },
    /** A folder with an earlier base model to go on from; without it, learning begins with random weights. */
    from: { type: 'string' },
    /** That the stages and the learning rate are planned for. */
    steps: { type: 'string', default: '2700' },
    /** The last one that is taken: a base leaves room to grow. */
    until: { type: 'string', default: '2200' },
    seed: { type: 'string', default: '1' },
    'learning-rate': { type: 'string', default: '0.002' },
  },
});
const directory = values.out;
const steps = Number(values.steps);
const lastStep = Math.min(steps, Number(values.until));
const [copyingSteps, solvingSteps] =
  values.from === undefined ? [Math.round(steps / 6), Math.round((5 * steps) / 12)] : [0, 0];
/** Random tokens of the longest exercise in copying. */
const longestCopy = 40;
const practised = (count: number) => ({ count, longest: [longestCopy, longestCopy] }) as const;
/** What a model has learned to do without it does not use later: it copies first, then solves, and judges last. */
const stages: readonly WarmUpStage[] = [
  { steps: copyingSteps, solved: 3, judged: 0, copied: { count: 128, longest: [8, longestCopy] } },
  { steps: solvingSteps, solved: 24, judged: 0, copied: practised(12), programs: 12 },
  { steps: steps - copyingSteps - solvingSteps, solved: 16, judged: 6, copied: practised(8), programs: 8 },
];
const settings: WarmUpSettings = {
  seed: Number(values.seed),
  stages,
  scheduleSteps: Math.ceil(1.05 * steps),
  solutions: 2,
  learningRate: Number(values['learning-rate']),
  warmupSteps: Math.ceil(steps / 20),
};
const logEvery = 100;
/** Steps after which the weights are measured and written; an interrupted making leaves the last ones. */
const validateEvery = 500;
/** What a run that starts from the model has unless it is told otherwise. */
const config = runConfigOf({ ...starterSettings, base: directory }, 'the starter configuration');
const validated = { problems: 200, pairs: 400, maxPromptTokens: config.context.maxPromptTokens };

const log: string[] = [];
function note(line: Record<string, unknown>): void {
  log.push(JSON.stringify(line));
  process.stderr.write(`${JSON.stringify(line)}\n`);
}

/** The trained weights in half the bytes: what they lose is far below what training leaves to chance. */
async function writeHalved(source: string, target: string): Promise<void> {
  const specs = parameterSpecs(await readDecoderConfig(join(source, configFile)));
  await using weights = await CheckpointWeights.open(source, specs);
  const tensors = [];
  for (const spec of specs) {
    const data = new Float32Array(spec.size);
    await weights.read(spec, data);
    tensors.push({ ...spec, data: narrowBfloat16(data), type: 'BF16' as const });
  }
  await writeSafetensors(`${target}.new`, tensors, { format: 'pt' });
  await rename(`${target}.new`, target);
}

const figures = ['loss', 'verdictAccuracy'] as const;

/** The means of the figures over `lines`. */
function meansOf(lines: readonly WarmUpStep[]): Record<string, number> {
  const mean = (name: (typeof figures)[number]) => Number(meanOf(lines.map((line) => line[name])).toFixed(4));
  return Object.fromEntries(figures.map((name) => [name, mean(name)]));
}

async function train(
  engine: Engine,
  rows: readonly StarterRow[],
  validate: () => Promise<void>,
): Promise<void> {
  const began = performance.now();
  let lines: WarmUpStep[] = [];
  let tokens = 0;
  for await (const line of warmUp(engine, tokenizer, rows, settings)) {
    const { step } = line;
    tokens += line.tokens;
    lines.push(line);
    if (step % logEvery === 0) {
      const seconds = Math.round((performance.now() - began) / 1000);
      note({ step, ...meansOf(lines), tokens, seconds });
      lines = [];
    }
    if (step % validateEvery === 0 || step === lastStep) await validate();
    if (step === lastStep) return;
  }
}

async function writeWeights(engine: Engine, scratch: string): Promise<void> {
  await engine.exportModel(scratch);
  await writeHalved(scratch, join(directory, weightsFile));
  await writeFile(join(directory, 'making.jsonl'), `${log.join('\n')}\n`);
}

const split = await loadStarterSplit('warm-up');
const validation = await loadStarterSplit('validation');
if (values.from === undefined) await writeUntrained(directory, split.rows, settings.seed);
else await writeContinued(directory, values.from);
note({ settings, until: lastStep });
const tokenizer = await Tokenizer.open(directory);
const scratch = await mkdtemp(join(tmpdir(), 'critique-coder-base-'));
try {
  await using engine = await openEngine(config);
  await using sandbox = await openSandbox();
  const judge = crlJudge({ sandbox, tokenizer, limits: sandboxLimits(config) });
  const prompts = drawPrompts(validation, tokenizer, validated, settings.seed);
  const maxTokens = config.context.first;
  await train(engine, split.rows, async () => {
    for (const temperature of [config.validation.temperature, 0]) {
      const { pass1, critique } = await measure({
        engine,
        judge,
        prompts,
        temperature,
        maxTokens,
        seed: settings.seed,
      });
      note({ split: 'validation', temperature, pass1, ...critique });
    }
    await writeWeights(engine, scratch);
  });
} finally {
  await rm(scratch, { recursive: true, force: true });
}
