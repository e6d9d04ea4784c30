/** The critic server as a process of the extension: started when needed, spoken to through a language client. */
import type * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { reasonOf } from '../../trainer/errors/error.ts';
import {
  criticMethods,
  documentVerdictsSchema,
  serverStateSchema,
  type DocumentVerdicts,
  type ServerState,
} from '../../trainer/protocol/critic-server.ts';
import { Emitter } from '../base/emitter.ts';
import type { ClientHost } from './client.ts';
import { advance, offLifecycle, type Lifecycle, type LifecycleEvent } from './lifecycle.ts';

export interface LinkHost extends ClientHost {
  /** Minutes after which nobody seems to need it. */
  idleMinutes(): number;
  told(verdicts: DocumentVerdicts): void;
}

export class ServerLink implements vscode.Disposable {
  readonly #host: LinkHost;
  readonly #changed = new Emitter<undefined>();
  /** Fires when the phase or the server's state has changed. */
  readonly onDidChange = this.#changed.event;
  #life: Lifecycle = offLifecycle;
  /** The same for every process, because each client leaves listeners behind that the library never takes away. */
  #client: LanguageClient | null = null;
  /** A process was asked for and has not ended. */
  #isUp = false;
  #state: ServerState | null = null;
  #backOff: NodeJS.Timeout | undefined;
  #idle: NodeJS.Timeout | undefined;

  constructor(host: LinkHost) {
    this.#host = host;
  }

  get phase(): Lifecycle['phase'] {
    return this.#life.phase;
  }

  /** What the server last said of itself; null while it does not run. */
  get state(): ServerState | null {
    return this.#state;
  }

  /** Starts it if it does not run, and begins its time to live anew. */
  need(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => {
      if ((this.#state?.waiting ?? 0) > 0) this.need();
      else this.release();
    }, this.#host.idleMinutes() * 60_000);
    this.#apply('needed');
  }

  release(): void {
    clearTimeout(this.#idle);
    this.#apply('released');
  }

  retry(): void {
    this.#apply('retry');
  }

  /** The client as soon as the server runs; null when it is not to run, is given up, or the token is cancelled first. */
  async client(token?: vscode.CancellationToken): Promise<LanguageClient | null> {
    this.need();
    while (this.#life.phase !== 'running') {
      const ended = this.#life.phase === 'off' || this.#life.phase === 'broken';
      if (ended || token?.isCancellationRequested === true) return null;
      await this.#nextChange(token);
    }
    return this.#client;
  }

  /** Told only to a server that runs: one that starts gets it as an option, or asks. */
  tell(method: string, params: unknown): void {
    if (this.#life.phase !== 'running') return;
    this.#client?.sendNotification(method, params).catch((cause: unknown) => {
      this.#host.log.debug(`${method}: ${reasonOf(cause)}`);
    });
  }

  #nextChange(token: vscode.CancellationToken | undefined): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const heard = [this.#changed.event(() => resolve()), token?.onCancellationRequested(() => resolve())];
    return promise.finally(() => {
      for (const each of heard) each?.dispose();
    });
  }

  #apply(event: LifecycleEvent): void {
    const before = this.#life.phase;
    const { next, effect } = advance(this.#life, event, Date.now());
    this.#life = next;
    if (effect.kind === 'start') void this.#start();
    if (effect.kind === 'stop') void this.#stop();
    if (effect.kind === 'wait') {
      clearTimeout(this.#backOff);
      this.#backOff = setTimeout(() => this.#apply('waited'), effect.milliseconds);
    }
    if (next.phase === before) return;
    this.#host.log.debug(`The critic server is ${next.phase} (${event}).`);
    if (next.phase !== 'running') this.#state = null;
    this.#changed.fire(undefined);
  }

  async #start(): Promise<void> {
    const { createClient } = await import('./client.ts');
    // The library gets over the end of a process only after it has told of it.
    const closed = (): void => void setImmediate(() => this.#ended(client));
    const client = this.#client ?? this.#hear(createClient(this.#host, closed));
    this.#client = client;
    this.#isUp = true;
    try {
      await client.start();
      if (this.#isUp) this.#apply('started');
    } catch (cause) {
      this.#host.log.error(`The critic server did not start: ${reasonOf(cause)}`);
      this.#ended(client);
      this.#replace();
    }
  }

  #hear(client: LanguageClient): LanguageClient {
    client.onNotification(criticMethods.state, (state: unknown) => {
      this.#state = serverStateSchema.parse(state);
      this.#changed.fire(undefined);
    });
    client.onNotification(criticMethods.verdicts, (verdicts: unknown) => {
      this.#host.told(documentVerdictsSchema.parse(verdicts));
    });
    return client;
  }

  /** Heard once for each process: by its end, or by the failure to start. */
  #ended(client: LanguageClient): void {
    if (this.#client !== client || !this.#isUp) return;
    this.#isUp = false;
    this.#apply(this.#state?.phase === 'idle' ? 'ended' : 'died');
  }

  async #stop(): Promise<void> {
    this.#isUp = false;
    await this.#client?.stop(2000).catch((cause: unknown) => {
      this.#host.log.warn(`The critic server did not stop: ${reasonOf(cause)}`);
      this.#replace();
    });
    this.#apply('ended');
  }

  /** Of a client that did not start or stop there is nothing more to be had. */
  #replace(): void {
    this.#client?.dispose(2000).catch(() => undefined);
    this.#client = null;
  }

  dispose(): void {
    clearTimeout(this.#backOff);
    this.release();
    this.#replace();
    this.#changed.dispose();
  }
}
