/** What a base or a checkpoint is measured with: its engine, and a judge that executes what it writes. */
import type { Tokenizer } from '../../model/tokenizer.ts';
import type { RunConfig } from '../../protocol/config.ts';
import type { Sandbox } from '../../sandbox/types.ts';
import { crlJudge } from './judge.ts';
import { measure, type MeasureInput, type Measurement } from './measure.ts';
import { openEngine, sandboxLimits } from './open.ts';

/** Opens the sandbox that programs are executed in. */
export type OpenSandbox = () => Promise<Sandbox>;

interface Measured {
  readonly config: RunConfig;
  /** A checkpoint's folder; undefined is the base. */
  readonly weights: string | undefined;
  readonly tokenizer: Tokenizer;
  readonly openSandbox: OpenSandbox;
}

interface Meter extends AsyncDisposable {
  readonly measure: (input: Omit<MeasureInput, 'engine' | 'judge'>) => Promise<Measurement>;
}

export async function openMeter({ config, weights, tokenizer, openSandbox }: Measured): Promise<Meter> {
  await using opened = new AsyncDisposableStack();
  const sandbox = opened.use(await openSandbox());
  const engine = opened.use(await openEngine(config, { isRestored: weights !== undefined }));
  if (weights !== undefined) await engine.restore(weights);
  const judge = crlJudge({ sandbox, tokenizer, limits: sandboxLimits(config) });
  const kept = opened.move();
  return {
    measure: (input) => measure({ engine, judge, ...input }),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}
