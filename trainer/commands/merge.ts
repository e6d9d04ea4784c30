import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { folderNotEmpty } from '../errors/model.ts';
import { systemCode } from '../errors/run.ts';
import { mergeAdapters } from '../model/merge.ts';
import { chooseRun } from '../run/crl/policy.ts';
import { writeWholeFolder } from '../whole-folder.ts';
import { optional, optionalInteger, required, UsageError, type Command, type Invocation } from './command.ts';
import { writeRunModel } from './run-model.ts';

export const mergeCommand: Command = {
  name: 'merge',
  summary: 'make an ordinary model of a base and adapters',
  usage: '(--run DIR [--step N] | --base DIR --adapters DIR) --out DIR [--json]',
  help: [
    'Writes a model in Hugging Face layout, in float32: the one that a run has trained, or a base model with LoRA',
    'adapters in the layout of PEFT merged into it.',
    '',
    '  --run DIR       a run folder',
    '  --step N        the checkpoint of this step instead of the best by validation',
    '  --base DIR      the model that the adapters were trained on',
    '  --adapters DIR  the folder with adapter_config.json and adapter_model.safetensors',
    '  --out DIR       where to write; a folder that does not exist yet or is empty',
    '  --json          {model}',
  ].join('\n'),
  options: {
    run: { type: 'string' },
    step: { type: 'string' },
    base: { type: 'string' },
    adapters: { type: 'string' },
    out: { type: 'string' },
  },
  takesOperands: false,
  async run(invocation) {
    const write = writerOf(invocation);
    const out = resolve(required(invocation, 'out'));
    await refuseContent(out);
    await writeWholeFolder(out, write);
    invocation.say(`Model ${out}`);
    invocation.json({ model: out });
    return 0;
  },
};

/** What writes the model into a folder, by the options. */
function writerOf(invocation: Invocation): (target: string) => Promise<void> {
  const { signal } = invocation;
  const run = optional(invocation, 'run');
  const step = optionalInteger(invocation, 'step', 0);
  const [base, adapters] = [optional(invocation, 'base'), optional(invocation, 'adapters')];
  if (run !== undefined) {
    if (base !== undefined || adapters !== undefined)
      throw new UsageError('--base and --adapters are instead of --run');
    return (target) => writeOfRun(run, step, target, signal);
  }
  if (step !== undefined) throw new UsageError('--step is for --run');
  const [model, folder] = [required(invocation, 'base'), required(invocation, 'adapters')];
  return (target) => mergeAdapters(resolve(model), resolve(folder), target, signal);
}

async function writeOfRun(
  run: string,
  step: number | undefined,
  target: string,
  signal: AbortSignal,
): Promise<void> {
  const { config, weights } = await chooseRun(run, step);
  await writeRunModel(config, weights, target, signal);
}

/** Nothing that somebody has there is written over. */
async function refuseContent(directory: string): Promise<void> {
  const names = await readdir(directory).catch((cause: unknown): string[] => {
    if (systemCode(cause) === 'ENOENT') return [];
    throw folderNotEmpty(directory);
  });
  if (names.length > 0) throw folderNotEmpty(directory);
}
