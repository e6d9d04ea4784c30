/**
 * The connection to the trainer of one run. It is taken up again as often as it ends while the run's lock is held:
 * a lock may be there before its socket listens, and a socket may be there whose trainer hangs.
 */
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { notRunning } from '../../trainer/errors/control.ts';
import { reasonOf } from '../../trainer/errors/error.ts';
import type { CommandBody, RunStatus } from '../../trainer/protocol/control.ts';
import type { ControlClient } from '../../trainer/run/control-client.ts';
import { connectToRun } from '../../trainer/run/control-client.ts';
import { runFolder } from '../../trainer/run/folder.ts';
import { readLock } from '../../trainer/run/lock.ts';
import type { Log } from '../log.ts';

export interface TrainerLinkOptions {
  readonly folder: string;
  readonly log: Log;
  /** Called at every change of the status, and when the connection begins and ends. */
  readonly onChange: () => void;
  /** Milliseconds between the first attempts and, doubling, between the later ones. */
  readonly retryMs: { readonly first: number; readonly most: number };
}

export class TrainerLink implements AsyncDisposable {
  readonly #options: TrainerLinkOptions;
  readonly #closed = new AbortController();
  readonly #keeping: Promise<void>;
  #client: ControlClient | undefined;
  /** Since when nothing was heard of a trainer on this machine. */
  #unheardSince = performance.now();
  #host: string | null = null;
  #saidLast = '';

  constructor(options: TrainerLinkOptions) {
    this.#options = options;
    this.#keeping = this.#keep();
  }

  /** The trainer's own word, at most a heartbeat old; null while none is connected. */
  get status(): RunStatus | null {
    return this.#client?.status ?? null;
  }

  /** Milliseconds for which a trainer on this machine has not been heard; 0 while it is, and of one elsewhere. */
  get silence(): number {
    return this.#client !== undefined || this.#host !== null ? 0 : performance.now() - this.#unheardSince;
  }

  /** The other machine that the lock names; null where it is this one. */
  get host(): string | null {
    return this.#host;
  }

  /** Throws `control.not-running` while no trainer is connected, and whatever the trainer answers. */
  async request(command: CommandBody): Promise<RunStatus> {
    if (this.#client === undefined) throw notRunning(this.#options.folder);
    return this.#client.request(command);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed.abort();
    await this.#client?.[Symbol.asyncDispose]();
    await this.#keeping;
  }

  async #keep(): Promise<void> {
    const { first, most } = this.#options.retryMs;
    const { signal } = this.#closed;
    let wait = first;
    while (!signal.aborted) {
      if (await this.#hold()) wait = first;
      await sleep(wait, undefined, { signal, ref: false }).catch(() => undefined);
      wait = Math.min(2 * wait, most);
    }
  }

  /** Connects once and stays until the connection ends. False if there was none. */
  async #hold(): Promise<boolean> {
    const { folder, log, onChange } = this.#options;
    try {
      const lock = await readLock(runFolder(folder));
      // A trainer on another machine shares the disk and not the socket.
      const host = lock === null || lock.host === hostname() ? null : lock.host;
      if (host !== this.#host) {
        this.#host = host;
        this.#unheardSince = performance.now();
        onChange();
      }
      if (host !== null) return false;
      const client = await connectToRun(runFolder(folder));
      if (this.#closed.signal.aborted) {
        await client[Symbol.asyncDispose]();
        return false;
      }
      this.#client = client;
      this.#saidLast = '';
      log.info(`Connected to the trainer of ${folder}.`);
      let told = client.status;
      const watching = client.watch((status) => {
        if (isDeepStrictEqual(told, status)) return;
        told = status;
        onChange();
      });
      onChange();
      const reason = await client.ended;
      watching[Symbol.dispose]();
      this.#client = undefined;
      this.#unheardSince = performance.now();
      log.info(`${folder}: ${reason.message}`);
      onChange();
      return true;
    } catch (cause) {
      this.#say(`Not connected to the trainer of ${folder}: ${reasonOf(cause)}`);
      return false;
    }
  }

  /** A reason is said once, however often it is met. */
  #say(message: string): void {
    if (message === this.#saidLast) return;
    this.#saidLast = message;
    this.#options.log.warn(message);
  }
}
