import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { withPinnedBase } from '../run/configuration.ts';
import { loadRunData } from '../run/crl/data.ts';
import { openRun } from '../run/folder.ts';
import { optional, optionalInteger, required, type Command } from './command.ts';
import { exportRunCritic } from './run-critic.ts';

export const exportCommand: Command = {
  name: 'export',
  summary: 'make a critic from a checkpoint of a run',
  usage: '--run DIR [--step N] [--out DIR] [--json]',
  help: [
    'Writes a critic folder: the network as an ONNX model, its tokenizer, and critic.json with the calibration and',
    'the figures on held-out pairs. Training does this by itself for the best checkpoint.',
    '',
    '  --run DIR  a run folder',
    '  --step N   the checkpoint of this step instead of the best by validation',
    '  --out DIR  where to write; the run’s own critic folder by default. An existing critic there is replaced.',
    '  --json     {critic}',
  ].join('\n'),
  options: { run: { type: 'string' }, step: { type: 'string' }, out: { type: 'string' } },
  takesOperands: false,
  async run(invocation) {
    const { folder, record } = await openRun(required(invocation, 'run'));
    const config = await withPinnedBase(record.config);
    const step = optionalInteger(invocation, 'step', 0);
    const out = optional(invocation, 'out');
    if (out !== undefined) await mkdir(resolve(out, '..'), { recursive: true });
    const critic = await exportRunCritic(folder, config, await loadRunData(config), invocation.say, {
      ...(out === undefined ? {} : { directory: resolve(out) }),
      ...(step === undefined ? {} : { step }),
    });
    invocation.json({ critic });
    return critic === null ? 1 : 0;
  },
};
