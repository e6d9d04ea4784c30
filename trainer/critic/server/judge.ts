/** The critic in its own thread, loaded when it is first asked: computing blocks a thread, and this one must answer. */
import { BroadcastChannel } from 'node:worker_threads';
import type { CritiqueSubject } from '../../critique/prompts.ts';
import { WorkerClient, workerProgram } from '../../engine/local/client.ts';
import type { Remembered } from './cache.ts';

/** What the thread is started with. */
export interface JudgeData {
  readonly folder: string;
  readonly threads: number;
  /** Name of the channel over which unfinished critiques come. */
  readonly channel: string;
}

/** On that channel: all that the judgement of this number has written so far. */
export interface Written {
  readonly judgement: number;
  readonly text: string;
}

const program = workerProgram('../../critic/server/worker.ts', './critic-worker.mjs');

let channels = 0;

export class Judge implements AsyncDisposable {
  readonly #data: JudgeData;
  readonly #channel: BroadcastChannel;
  #client: Promise<WorkerClient> | undefined;
  #judgement = 0;
  #onText: (text: string) => void = () => undefined;

  constructor(folder: string, threads: number) {
    this.#data = { folder, threads, channel: `critic-${process.pid}-${channels++}` };
    this.#channel = new BroadcastChannel(this.#data.channel);
    this.#channel.unref();
    this.#channel.onmessage = (event) => {
      const { judgement, text } = (event as { readonly data: Written }).data;
      if (judgement === this.#judgement) this.#onText(text);
    };
  }

  /** One at a time. `onText` is told all that is written whenever that has grown. */
  async judge(
    subject: CritiqueSubject,
    onText: (text: string) => void,
    signal: AbortSignal,
    explains: boolean,
  ): Promise<Remembered> {
    this.#client ??= WorkerClient.start(program, this.#data);
    try {
      const client = await this.#client;
      this.#judgement += 1;
      this.#onText = onText;
      return (await client.call('judge', [subject, this.#judgement, explains], signal)) as Remembered;
    } finally {
      // What still comes over the channel is older than the answer.
      this.#onText = () => undefined;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#channel.close();
    // A thread that did not start has nothing to be closed, and whoever asked for it has been told.
    const client = await this.#client?.catch(() => undefined);
    await client?.[Symbol.asyncDispose]();
  }
}
