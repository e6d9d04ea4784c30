/** The critic server between the protocol and the critic: what each message does. */
import type { CancellationToken, CodeLens, Connection } from 'vscode-languageserver/node';
import { noCriticChosen, noFunctionThere } from '../../errors/critic-server.ts';
import { TrainerError } from '../../errors/error.ts';
import {
  type CheckParams,
  type Critique,
  type CriticSettings,
  type FunctionPlace,
  type FunctionVerdict,
  type JudgedSubject,
  type ServerState,
  type VisibleDocuments,
} from '../../protocol/critic-server.ts';
import type { VerdictCache } from './cache.ts';
import type { OpenDocuments } from './documents.ts';
import type { KeptFunction } from './functions.ts';
import { readCriticInfo } from './info.ts';
import { Publisher } from './publisher.ts';
import { CriticSession } from './session.ts';
import { problemOf, progressOver, signalOf } from './requests.ts';
import { Timers } from './timers.ts';
import { lensOf } from './titles.ts';
import { verdictOf } from './verdict.ts';

/** After the last edit: when functions are looked for, and when checking begins or goes on. */
const settleMs = 300;
const pauseMs = 700;

export interface ServerParts {
  readonly connection: Connection;
  readonly documents: OpenDocuments;
  readonly cache: VerdictCache;
  readonly settings: CriticSettings;
  readonly refreshes: boolean;
}

export class CriticServer implements AsyncDisposable {
  readonly #connection: Connection;
  readonly #documents: OpenDocuments;
  readonly #cache: VerdictCache;
  readonly #publisher: Publisher;
  readonly #timers = new Timers();
  #settings: CriticSettings;
  #visible: VisibleDocuments = { documents: [] };
  #session: CriticSession | null = null;
  #problem: ServerState['problem'] = null;
  /** The critic that is being read or was; changes of mind come one after another. */
  #choosing: Promise<void> = Promise.resolve();

  constructor({ connection, documents, cache, settings, refreshes }: ServerParts) {
    this.#connection = connection;
    this.#documents = documents;
    this.#cache = cache;
    this.#settings = settings;
    this.#publisher = new Publisher(connection, documents, {
      verdicts: (uri) => this.#verdicts(uri),
      state: () => this.#state(),
      diagnoses: () => this.#settings.diagnostics,
      refreshes,
    });
    this.#follow();
    this.#choose(true);
  }

  get idleSeconds(): number {
    return this.#settings.idleSeconds;
  }

  get waiting(): number {
    return this.#session?.checks.waiting ?? 0;
  }

  configure(settings: CriticSettings): void {
    const before = this.#settings;
    this.#settings = settings;
    // A critic that could not be used is tried again: its folder may have been mended.
    this.#choose(settings.critic !== before.critic || this.#problem !== null);
    for (const uri of this.#documents.uris) this.#settle(uri);
  }

  look(visible: VisibleDocuments): void {
    this.#visible = visible;
  }

  lenses(uri: string): CodeLens[] {
    return this.#verdicts(uri).map((verdict) => lensOf(uri, verdict, this.#documents.range(uri, verdict)));
  }

  /** Also after a failure: whoever asks wants it tried again. */
  async check({ uri, id }: CheckParams): Promise<void> {
    await this.#retry();
    if (id === null) this.#want(uri, true);
    else this.#session?.checks.want(uri, [this.#function(uri, id)], true);
  }

  async critique(place: FunctionPlace, token: CancellationToken): Promise<Critique> {
    await this.#retry();
    const kept = this.#function(place.uri, place.id);
    if (kept.subject === null) return { kind: 'undocumented' };
    if (this.#session === null) throw this.#unable();
    const known = this.#session.known(kept);
    const onText = progressOver(this.#connection, place.partialResultToken);
    // A verdict that was read without words is known, but not its reasons.
    const remembered =
      known !== undefined && known.critique !== null
        ? known
        : await this.#session.checks.follow(place.uri, kept, onText, signalOf(token));
    if (remembered === null) return { kind: 'gone' };
    return { kind: 'judged', ...remembered, critique: remembered.critique ?? '' };
  }

  subject({ uri, id }: FunctionPlace): JudgedSubject | null {
    const { subject, hash } = this.#function(uri, id);
    const language = subject?.language;
    return subject === null || language === undefined ? null : { ...subject, language, hash };
  }

  #follow(): void {
    const { texts } = this.#documents;
    texts.onDidOpen(({ document: { uri } }) => {
      this.#publisher.changed(uri);
      if (this.#settings.when === 'continuous') this.#want(uri, false);
    });
    texts.onDidChangeContent(({ document: { uri } }) => {
      this.#timers.set(`settle ${uri}`, settleMs, () => this.#settle(uri));
      this.#timers.set('typing', pauseMs, () => this.#session?.checks.goOn());
      if (this.#settings.when !== 'continuous') return;
      this.#timers.set(`check ${uri}`, pauseMs, () => this.#want(uri, false));
    });
    texts.onDidSave(({ document: { uri } }) => {
      if (this.#settings.when !== 'onDemand') this.#want(uri, false);
    });
    texts.onDidClose(({ document: { uri } }) => {
      for (const kind of ['settle', 'check']) this.#timers.cancel(`${kind} ${uri}`);
      this.#settle(uri);
    });
  }

  #settle(uri: string): void {
    this.#documents.settle(uri);
    this.#session?.checks.settle(uri, this.#functions(uri));
    this.#publisher.changed(uri);
  }

  /** All of a document that have no verdict, as soon as it is known who judges. */
  #want(uri: string, demanded: boolean): void {
    this.#choose(false);
    void this.#choosing.then(() => this.#wantNow(uri, demanded));
  }

  #wantNow(uri: string, demanded: boolean): void {
    const session = this.#session;
    if (session === null || (this.#problem !== null && !demanded)) return;
    this.#documents.settle(uri);
    const { dismissed } = this.#settings;
    const wanted = this.#functions(uri).filter((kept) => !kept.ignored && !dismissed.includes(kept.hash));
    session.checks.want(
      uri,
      wanted.filter((kept) => session.known(kept) === undefined),
      demanded,
    );
  }

  #functions(uri: string): readonly KeptFunction[] {
    return this.#documents.functions(uri, this.#settings);
  }

  #function(uri: string, id: string): KeptFunction {
    const found = this.#functions(uri).find((kept) => kept.id === id);
    if (found === undefined) throw noFunctionThere(uri, id);
    return found;
  }

  #verdicts(uri: string): FunctionVerdict[] {
    const works = this.#problem === null;
    return this.#functions(uri).map((kept) => {
      if (this.#session !== null) return this.#session.verdict(uri, kept, works, this.#settings);
      const nothing = { critic: false, known: undefined, earlier: undefined, waiting: false };
      return verdictOf(kept, nothing, this.#settings);
    });
  }

  #state(): ServerState {
    const phase = this.#problem !== null ? 'failed' : this.#session === null ? 'noCritic' : 'ready';
    const critic = this.#session?.info ?? null;
    return { phase, critic, problem: this.#problem, waiting: this.waiting };
  }

  async #retry(): Promise<void> {
    this.#choose(this.#session === null && this.#problem !== null);
    await this.#choosing;
    if (this.#session !== null) this.#problem = null;
  }

  /** Reads the critic that is chosen; if not `anew`, only where its folder holds another one than was read. */
  #choose(anew: boolean): void {
    this.#choosing = this.#choosing.then(async () => {
      if (anew || (await this.#session?.isReplaced()) === true) await this.#open();
    });
  }

  async #open(): Promise<void> {
    const { critic: folder } = this.#settings;
    const before = this.#session;
    this.#session = null;
    this.#problem = null;
    void before?.[Symbol.asyncDispose]();
    try {
      if (folder !== null) {
        const info = await readCriticInfo(folder);
        this.#session = new CriticSession(info, this.#cache, {
          visible: () => this.#visible,
          isBusy: () => this.#timers.has('typing'),
          changed: (uri) => this.#publisher.changed(uri),
          replaced: () => this.#choose(true),
          failed: (error) => this.#fail(error),
        });
      }
    } catch (error) {
      this.#fail(error);
    }
    for (const uri of this.#documents.uris) {
      this.#publisher.changed(uri);
      if (this.#settings.when === 'continuous') this.#want(uri, false);
    }
    this.#publisher.state();
  }

  #fail(error: unknown): void {
    this.#problem = problemOf(error);
    this.#connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    for (const uri of this.#documents.uris) this.#publisher.changed(uri);
    this.#publisher.state();
  }

  #unable(): Error {
    const { problem } = this.#state();
    return problem === null
      ? noCriticChosen()
      : new TrainerError(problem.code, problem.message, problem.hint);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#timers[Symbol.dispose]();
    this.#publisher[Symbol.dispose]();
    this.#documents[Symbol.dispose]();
    await this.#session?.[Symbol.asyncDispose]();
  }
}
