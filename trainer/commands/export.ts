import { resolve } from 'node:path';
import { precisionChoiceSchema, type PrecisionChoice } from '../protocol/critic.ts';
import { withPinnedBase } from '../run/configuration.ts';
import { loadRecordedData } from '../run/crl/recorded-data.ts';
import { openRun } from '../run/folder.ts';
import { optional, optionalInteger, required, UsageError, type Command, type Invocation } from './command.ts';
import { checkExport } from './preflight.ts';
import { exportRunCritic } from './run-critic.ts';

export const exportCommand: Command = {
  name: 'export',
  summary: 'make a critic from a checkpoint of a run',
  usage: '--run DIR [--step N] [--out DIR] [--precision P] [--json]',
  help: [
    'Writes a critic folder: the network as an ONNX model, its tokenizer, and critic.json with the calibration and',
    'the figures on held-out pairs. Training does this by itself for the best checkpoint.',
    '',
    '  --run DIR      a run folder',
    '  --step N       the checkpoint of this step instead of the best by validation, or the newest where nothing was',
    '                 validated',
    '  --out DIR      where to write; the run’s own critic folder by default. An existing critic there is replaced.',
    '  --precision P  how matrices are stored: fp32, int8, int4, or auto, which goes by the size of the model; by',
    '                 default what the run’s configuration says. What fewer bits change is measured and recorded.',
    '  --json         {critic}',
  ].join('\n'),
  options: {
    run: { type: 'string' },
    step: { type: 'string' },
    out: { type: 'string' },
    precision: { type: 'string' },
  },
  takesOperands: false,
  async run(invocation) {
    const precision = optionalPrecision(invocation);
    const { folder, record } = await openRun(required(invocation, 'run'));
    const config = await withPinnedBase(record.config);
    const step = optionalInteger(invocation, 'step', 0);
    const out = optional(invocation, 'out');
    await checkExport(config, out === undefined ? folder.critic : resolve(out), precision);
    const { say, signal } = invocation;
    const data = await loadRecordedData(record, signal);
    const critic = await exportRunCritic(folder, config, data, say, {
      signal,
      ...(out === undefined ? {} : { directory: resolve(out) }),
      ...(step === undefined ? {} : { step }),
      ...(precision === undefined ? {} : { precision }),
    });
    invocation.json({ critic });
    return critic === null ? 1 : 0;
  },
};

function optionalPrecision(invocation: Invocation): PrecisionChoice | undefined {
  const text = optional(invocation, 'precision');
  if (text === undefined) return undefined;
  const { success, data } = precisionChoiceSchema.safeParse(text);
  if (success) return data;
  throw new UsageError(`--precision takes one of ${precisionChoiceSchema.options.join(', ')}, not "${text}"`);
}
