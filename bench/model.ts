/**
 * `npm run bench:model`: a model of a published one's true shape, random numbers, beside peers with the same weights and
 * threads. A LoRA step beside PyTorch with PEFT; a verdict, a group of completions and a single one beside transformers and
 * beside llama.cpp at the nearest precision. A peer that cannot be installed is named, and the rest is measured.
 * `--shape tiny` tries all of it in a minute or two; `--only` and `--precision` choose parts.
 */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { temporaryFolder } from '../test/support/temporary-folder.ts';
import { reasonOf } from '../trainer/errors/error.ts';
import { precisionSchema } from '../trainer/protocol/critic.ts';
import { measureAdapters } from './model/adapters.ts';
import { measureDecoding } from './model/decoding.ts';
import { Forms } from './model/forms.ts';
import { measureVerdicts, verdictQuestion, type Reference } from './model/judging.ts';
import { entrantsAt, findPeers } from './model/peers.ts';
import { shapeNames, shapes } from './random-checkpoint.ts';
import { print } from './table.ts';

const partSchema = z.enum(['adapters', 'verdicts', 'decoding']);
const recomputeSchema = z.enum(['auto', 'always', 'never']);

const { values } = parseArgs({
  options: {
    shape: { type: 'string', default: 'qwen3-0.6b' },
    /** A folder with the model's own tokenizer, which says how many tokens the function of the verdict is. */
    tokenizer: { type: 'string' },
    /** A folder that keeps all forms of the model for the next time. */
    folder: { type: 'string' },
    /** `adapters`, `verdicts` or `decoding`; all where it is left out. */
    only: { type: 'string', multiple: true, default: [...partSchema.options] },
    precision: { type: 'string', multiple: true, default: ['fp32', 'int8', 'int4'] },
    threads: { type: 'string', default: String(availableParallelism()) },
    rounds: { type: 'string', default: '3' },
    /** Of the LoRA step: its rows, the steps of a round, and how ours goes back through the layers. */
    rows: { type: 'string', default: '8' },
    length: { type: 'string', default: '512' },
    'micro-batch': { type: 'string', default: '1024' },
    steps: { type: 'string', default: '1' },
    recompute: { type: 'string', default: 'auto' },
    /** Of the decoding. */
    prompt: { type: 'string', default: '256' },
    completions: { type: 'string', default: '8' },
    tokens: { type: 'string', default: '64' },
  },
});

const shape = shapeNames.find((name) => name === values.shape);
if (shape === undefined) throw new RangeError(`--shape is one of ${shapeNames.join(', ')}.`);
const { vocabularySize: vocabulary } = shapes[shape];
const chosen = values.only.map((text) => partSchema.parse(text));
const recompute = recomputeSchema.parse(values.recompute);
const precisions = values.precision.map((text) => precisionSchema.parse(text));
const [threads, rounds, rows, length, microBatchTokens, steps] = [
  values.threads,
  values.rounds,
  values.rows,
  values.length,
  values['micro-batch'],
  values.steps,
].map(Number) as [number, number, number, number, number, number];
const [promptTokens, completions, newTokens] = [values.prompt, values.completions, values.tokens].map(
  Number,
) as [number, number, number];

const peers = await findPeers(print);
print(
  `A model of the shape of ${shape}, random numbers. Our speed is in units of the peer's in the same row.`,
);
await using temporary = await temporaryFolder();
const forms = new Forms(values.folder ?? temporary.path, shape, values.tokenizer);

async function adapters(): Promise<void> {
  const model = await forms.checkpoint();
  const sizes = { vocabulary, rows, length, microBatchTokens, threads, rounds, steps };
  const folder = join(temporary.path, 'adapters');
  await measureAdapters({ model, folder, recompute, ...sizes }, peers.peft);
}

async function verdicts(): Promise<void> {
  const question = await verdictQuestion(await forms.checkpoint());
  let reference: Reference | undefined;
  for (const precision of precisions) {
    const entrants = await entrantsAt(precision, 'verdict', forms, peers);
    const demand = { threads, rounds, folder: temporary.path };
    reference = await measureVerdicts(precision, entrants, question, demand, reference);
  }
}

/** Everybody decodes as its users have it. */
async function decoding(): Promise<void> {
  for (const precision of precisions) {
    const entrants = await entrantsAt(precision, 'decoding', forms, peers);
    const demand = { vocabulary, promptTokens, newTokens, completions, threads, rounds };
    await measureDecoding(precision, entrants, demand);
  }
  if (peers.llama === undefined) return;
  print('llama.cpp keeps keys and values in half precision, and reads the prompt once for every completion.');
}

const measures = { adapters, verdicts, decoding };
for (const name of chosen) {
  try {
    await measures[name]();
  } catch (cause) {
    // One part may need more memory than there is; the others are measured all the same.
    print(`${name}: ${reasonOf(cause)}`);
    process.exitCode = 1;
  }
}
