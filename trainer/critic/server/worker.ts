/** The thread in which a critic computes. It steps back where the machine is busy: an editor comes first. */
import { constants, setPriority } from 'node:os';
import { BroadcastChannel, workerData } from 'node:worker_threads';
import type { CritiqueSubject } from '../../critique/prompts.ts';
import { serve } from '../../engine/local/serve.ts';
import { Critic, wordsOf } from '../critic.ts';
import type { Remembered } from './cache.ts';
import type { JudgeData, Written } from './judge.ts';

class CriticThread implements AsyncDisposable {
  readonly #critic: Critic;
  readonly #channel: BroadcastChannel;

  constructor(critic: Critic, channel: BroadcastChannel) {
    this.#critic = critic;
    this.#channel = channel;
  }

  async judge(
    subject: CritiqueSubject,
    judgement: number,
    explains: boolean,
    signal: AbortSignal,
  ): Promise<Remembered> {
    const onText = (text: string) => this.#channel.postMessage({ judgement, text } satisfies Written);
    const judged = await this.#critic.judge(subject, signal, onText);
    if (judged === undefined) return { opinion: { state: 'tooLong', confidence: null }, critique: '' };
    const { verdict, confidence, ...words } = judged;
    const opinion = { state: verdict, confidence };
    if (!this.#critic.isSilent) return { opinion, ...words };
    if (!explains) return { opinion, critique: null };
    const explained = await this.#critic.explain(subject, signal, onText);
    return { opinion, ...(explained === undefined ? { critique: '' } : wordsOf(verdict, explained)) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#channel.close();
    await this.#critic[Symbol.asyncDispose]();
  }
}

const { folder, threads, channel } = workerData as JudgeData;
try {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
} catch {
  // A system that does not let us step back still lets us compute.
}
await serve(
  async () => new CriticThread(await Critic.open(folder, threads), new BroadcastChannel(channel)),
  ['judge'],
);
