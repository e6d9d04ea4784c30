/**
 * `npm run bench:card`: adapters on a model of a published one's true shape, trained and sampled where ONNX Runtime
 * can compute here: on the processor and on a graphics card. Beside them PyTorch with PEFT on the same card, by CUDA,
 * where it has one. `--shape tiny` tries all of it; `--provider` chooses.
 */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { temporaryFolder } from '../test/support/temporary-folder.ts';
import { ordinarySettings } from '../test/support/updates.ts';
import { surveyProviders, type SurveyedProvider } from '../trainer/engine/providers/survey.ts';
import { providerSchema } from '../trainer/protocol/config.ts';
import { projections } from '../trainer/protocol/config-adapters.ts';
import { measureCards } from './card/measure.ts';
import { Contestant } from './contestant.ts';
import type { Entrant } from './model/entrants.ts';
import { Forms } from './model/forms.ts';
import { findPeerPython } from './python.ts';
import { shapeNames, shapes } from './random-checkpoint.ts';
import { print } from './table.ts';
import { randomRows } from './train/protocol.ts';

const { values } = parseArgs({
  options: {
    shape: { type: 'string', default: 'qwen3-0.6b' },
    /** A folder that keeps the model for the next time. */
    folder: { type: 'string' },
    /** All that work here where it is left out. */
    provider: { type: 'string', multiple: true },
    threads: { type: 'string', default: String(availableParallelism()) },
    rounds: { type: 'string', default: '3' },
    /** Of the training step. */
    rows: { type: 'string', default: '8' },
    length: { type: 'string', default: '512' },
    'micro-batch': { type: 'string', default: '1024' },
    /** Of the sampling. */
    prompt: { type: 'string', default: '256' },
    completions: { type: 'string', default: '8' },
    tokens: { type: 'string', default: '64' },
  },
});

const shape = shapeNames.find((name) => name === values.shape);
if (shape === undefined) throw new RangeError(`--shape is one of ${shapeNames.join(', ')}.`);
const threads = Number(values.threads);

const surveyed = await surveyProviders(threads);
for (const each of surveyed) print(`${each.provider}: ${toldOf(each)}`);
const chosen =
  values.provider?.map((text) => providerSchema.parse(text)) ??
  surveyed.filter((each) => 'speed' in each).map(({ provider }) => provider);

const ours = chosen.toReversed().map((provider): Entrant => ({
  name: `Critique-Coder, ${provider}`,
  start: (name) => Contestant.ofNode(name, 'train/ours.ts'),
  opens: { provider },
}));
await using temporary = await temporaryFolder();
const { vocabularySize: vocabulary } = shapes[shape];
const rows = randomRows({ rows: Number(values.rows), length: Number(values.length) }, vocabulary, 1);
await measureCards([...ours, ...(await peers())], {
  opened: {
    model: await new Forms(values.folder ?? temporary.path, shape).checkpoint(),
    threads,
    rows,
    adamW: ordinarySettings,
    microBatchTokens: Number(values['micro-batch']),
    adapters: { rank: 16, alpha: 32, targets: projections, folder: join(temporary.path, 'adapters') },
  },
  prompt: randomRows({ rows: 1, length: Number(values.prompt) }, vocabulary, 2),
  completions: Number(values.completions),
  newTokens: Number(values.tokens),
  rounds: Number(values.rounds),
});

function toldOf(each: SurveyedProvider): string {
  return 'speed' in each ? `${(each.speed / 1e9).toFixed(0)} GFLOP/s in products of matrices` : each.reason;
}

async function peers(): Promise<readonly Entrant[]> {
  const found = await findPeerPython(print, ['peft']);
  if ('missing' in found) {
    print(found.missing);
    return [];
  }
  return [
    {
      name: 'PyTorch with PEFT, CUDA',
      start: (name) => Contestant.ofPython(name, found.python, 'adapters.py'),
      opens: { device: 'cuda', recompute: 'never' },
    },
  ];
}
