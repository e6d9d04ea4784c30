/** A pass over a micro-batch, in whichever form. */
import type { MicroBatch } from './packing.ts';
import type { Task, TokenScores } from './scored-tokens.ts';

export interface Pass extends AsyncDisposable {
  /**
   * Scores the trained tokens. With an objective, its gradient is written into `gradient`, which is as long as all
   * trained parameters together.
   */
  run(batch: MicroBatch, task: Task, gradient?: Float32Array): Promise<TokenScores>;
}
