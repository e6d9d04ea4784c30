/**
 * `npm run starter:base` makes the starter's base model anew from a seed: learns the vocabulary, draws weights, trains
 * them on the warm-up split, and measures the outcome on the validation split. Its log lies beside the weights.
 */
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Engine } from '../engine/types.ts';
import { meanOf } from '../grpo/advantages.ts';
import { weightsFile } from '../model/files.ts';
import { narrowBfloat16 } from '../model/halves.ts';
import { SafetensorsFile, writeSafetensors } from '../model/safetensors.ts';
import { sizeOf } from '../graph/shapes.ts';
import { Tokenizer } from '../model/tokenizer.ts';
import { runConfigOf } from '../run/configuration.ts';
import { crlJudge } from '../run/crl/judge.ts';
import { measure } from '../run/crl/measure.ts';
import { drawPrompts, openEngine, sandboxLimits } from '../run/crl/open.ts';
import { openSandbox } from '../sandbox/open.ts';
import { baseModelDirectory } from '../starter/base/directory.ts';
import { writeUntrained } from '../starter/base/untrained.ts';
import { warmUp, type WarmUpSettings, type WarmUpStep } from '../starter/base/warm-up.ts';
import { loadStarter } from '../starter/load.ts';

const { values } = parseArgs({
  options: { out: { type: 'string' }, steps: { type: 'string' }, seed: { type: 'string' } },
});
const directory = values.out ?? baseModelDirectory;
const settings: WarmUpSettings = {
  seed: Number(values.seed ?? 1),
  steps: Number(values.steps ?? 5000),
  scheduleSteps: 6000,
  solved: 6,
  judged: 10,
  solutions: 2,
  learningRate: 2e-3,
  warmupSteps: 200,
};
const logEvery = 100;
/** What a run that starts from the model has unless it is told otherwise. */
const config = runConfigOf({ base: directory }, 'the defaults');
const validated = { problems: 200, pairs: 400, maxPromptTokens: config.context.maxPromptTokens };

const log: string[] = [];
function note(line: Record<string, unknown>): void {
  log.push(JSON.stringify(line));
  process.stderr.write(`${JSON.stringify(line)}\n`);
}

/** The trained weights in half the bytes: what they lose is far below what training leaves to chance. */
async function writeHalved(source: string, target: string): Promise<void> {
  await using file = await SafetensorsFile.open(source);
  const tensors = [];
  for (const [name, { shape }] of file.tensors) {
    const data = new Float32Array(sizeOf(shape));
    await file.read(name, shape, data);
    tensors.push({ name, shape, data: narrowBfloat16(data), type: 'BF16' as const });
  }
  await writeSafetensors(`${target}.new`, tensors, { format: 'pt' });
  await rename(`${target}.new`, target);
}

const figures = ['loss', 'verdictLoss', 'verdictAccuracy'] as const;

async function train(engine: Engine, tokenizer: Tokenizer): Promise<void> {
  const { 'warm-up': split } = await loadStarter();
  const began = performance.now();
  let lines: WarmUpStep[] = [];
  let tokens = 0;
  for await (const line of warmUp(engine, tokenizer, split.rows, settings)) {
    tokens += line.tokens;
    lines.push(line);
    if (line.step % logEvery !== 0) continue;
    const seconds = Math.round((performance.now() - began) / 1000);
    const mean = (name: (typeof figures)[number]) => Number(meanOf(lines.map((one) => one[name])).toFixed(4));
    const means = figures.map((name) => [name, mean(name)] as const);
    note({ step: line.step, ...Object.fromEntries(means), tokens, seconds });
    lines = [];
  }
}

async function validate(engine: Engine, tokenizer: Tokenizer, temperature: number): Promise<void> {
  await using sandbox = await openSandbox();
  const prompts = drawPrompts((await loadStarter()).validation, tokenizer, validated, settings.seed);
  const judge = crlJudge({ sandbox, tokenizer, limits: sandboxLimits(config) });
  const { pass1, critique } = await measure({
    engine,
    judge,
    prompts,
    temperature,
    maxTokens: config.context.first,
    seed: settings.seed,
  });
  note({ split: 'validation', temperature, pass1, ...critique });
}

const scratch = await mkdtemp(join(tmpdir(), 'critique-coder-base-'));
try {
  const { 'warm-up': split } = await loadStarter();
  await writeUntrained(directory, split.rows, settings.seed);
  note({ settings });
  const tokenizer = await Tokenizer.open(directory);
  {
    await using engine = await openEngine(config);
    await train(engine, tokenizer);
    await engine.exportModel(scratch);
  }
  await writeHalved(join(scratch, weightsFile), join(directory, weightsFile));
  await using engine = await openEngine(config);
  for (const temperature of [0.6, 0]) await validate(engine, tokenizer, temperature);
  await writeFile(join(directory, 'making.jsonl'), `${log.join('\n')}\n`);
} finally {
  await rm(scratch, { recursive: true, force: true });
}
