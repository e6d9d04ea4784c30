/**
 * A run that is small in everything but its kind: a model that has learned for seconds, a few starter problems with
 * their right and wrong solutions, a few steps of critique reinforcement learning.
 */
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LocalEngine } from '../../trainer/engine/local/engine.ts';
import { weightsFile } from '../../trainer/model/files.ts';
import { Tokenizer } from '../../trainer/model/tokenizer.ts';
import type { RunConfigInput } from '../../trainer/protocol/config.ts';
import type { Pair, Problem } from '../../trainer/protocol/data.ts';
import { writeUntrained } from '../../trainer/starter/base/untrained.ts';
import { warmUp } from '../../trainer/starter/base/warm-up.ts';
import { loadStarter } from '../../trainer/starter/load.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';
import type { Started } from './program.ts';
import { jsonLines } from '../support/json-lines.ts';

/** Problems to train on, and as many each to validate on and to hold out. */
const problems = { train: 12, apart: 4 };

export interface SmallRun extends TemporaryFolder {
  /** `critique-coder.json`. */
  readonly config: string;
  /** The labelled solutions that are held out. */
  readonly pairs: string;
  /** The folder for runs. */
  readonly runs: string;
}

/** Makes the model, the data and a configuration of `steps` steps in a temporary folder. */
export async function smallRun(steps: number, changes: RunConfigInput = {}): Promise<SmallRun> {
  const folder = await temporaryFolder();
  const at = (name: string): string => join(folder.path, name);
  await writeBase(at('base'));
  const starter = await loadStarter();
  const count = { train: problems.train, validation: problems.apart, heldOut: problems.apart };
  const rows = {
    train: starter.train.rows,
    validation: starter.validation.rows,
    heldOut: starter['held-out-same-families'].rows,
  };
  for (const side of ['train', 'validation', 'heldOut'] as const) {
    const chosen = new Set(rows[side].slice(0, count[side]).map(({ problem }) => problem.id));
    const split = side === 'heldOut' ? starter['held-out-same-families'] : starter[side];
    await writeLines(
      at(`${side}-problems.jsonl`),
      split.problems.filter(({ id }) => chosen.has(id)),
    );
    await writeLines(
      at(`${side}-pairs.jsonl`),
      split.pairs.filter(({ id }) => chosen.has(id.slice(0, id.lastIndexOf('#')))),
    );
  }
  await writeFile(at('critique-coder.json'), JSON.stringify({ ...configuration(steps), ...changes }));
  return {
    ...folder,
    config: at('critique-coder.json'),
    pairs: at('heldOut-pairs.jsonl'),
    runs: at('runs'),
  };
}

function configuration(steps: number): RunConfigInput {
  return {
    base: 'base',
    data: {
      problems: ['train-problems.jsonl'],
      pairs: ['train-pairs.jsonl'],
      validation: { problems: ['validation-problems.jsonl'], pairs: ['validation-pairs.jsonl'] },
      heldOut: { problems: ['heldOut-problems.jsonl'], pairs: ['heldOut-pairs.jsonl'] },
    },
    length: { steps },
    promptsPerStep: 6,
    groupSize: 4,
    critiqueShare: 0.5,
    context: { first: 16, second: 24, maxPromptTokens: 400, switch: { kind: 'step', step: 1 } },
    sampling: { temperature: 1.2 },
    optimiser: { learningRate: 2e-4, warmupSteps: 2 },
    validation: { every: 2, problems: 2, pairs: 4 },
    engine: { microBatchTokens: 1024 },
  };
}

/** Long enough that some verdicts are right and some wrong: without a difference in reward, nothing would be learned. */
async function writeBase(directory: string): Promise<void> {
  const rows = (await loadStarter()).train.rows.slice(0, problems.train);
  await writeUntrained(directory, rows, 1);
  const tokenizer = await Tokenizer.open(directory);
  const warmed = `${directory}-warmed`;
  {
    await using engine = await LocalEngine.open({
      model: directory,
      threads: availableParallelism(),
      microBatchTokens: 1024,
    });
    const settings = {
      seed: 1,
      stages: [{ steps: 24, solved: 2, judged: 4 }],
      scheduleSteps: 24,
      solutions: 1,
      warmupSteps: 4,
    };
    for await (const { loss } of warmUp(engine, tokenizer, rows, { ...settings, learningRate: 3e-3 })) {
      if (!Number.isFinite(loss)) throw new Error(`The warm-up's loss is ${loss}.`);
    }
    await mkdir(warmed);
    await engine.exportModel(warmed);
  }
  await copyFile(join(warmed, weightsFile), join(directory, weightsFile));
}

async function writeLines(file: string, rows: readonly (Problem | Pair)[]): Promise<void> {
  await writeFile(file, jsonLines(rows));
}

/** Waits until a run's journal has so many whole steps. Fails if the trainer ends before. */
export async function reachStep({ child, ended }: Started, metrics: string, steps: number): Promise<void> {
  const lines = async (): Promise<number> =>
    (await readFile(metrics, 'utf8').catch(() => '')).split('\n').length - 1;
  while ((await lines()) < steps) {
    if (child.exitCode !== null || child.signalCode !== null) {
      const { code, stderr } = await ended;
      throw new Error(`The trainer ended with ${code} before step ${steps}: ${stderr}`);
    }
    await sleep(10);
  }
}
