/** One critic at work: what it is, its thread, what waits for it, and what it has said. */
import { availableParallelism } from 'node:os';
import type {
  CriticInfo,
  CriticSettings,
  FunctionVerdict,
  VisibleDocuments,
} from '../../protocol/critic-server.ts';
import { VerdictCache, type Remembered } from './cache.ts';
import { Checks } from './checks.ts';
import type { KeptFunction } from './functions.ts';
import { readCriticHash } from './info.ts';
import { Judge } from './judge.ts';
import { verdictOf } from './verdict.ts';

export interface SessionHost {
  visible(): VisibleDocuments;
  isBusy(): boolean;
  /** The verdicts of a document are others than before. */
  changed(uri: string): void;
  /** The folder holds another critic than this one by now. */
  replaced(): void;
  /** The critic cannot judge. */
  failed(error: unknown): void;
}

/** Half of the cores: the other half is the editor's. */
const threads = Math.max(1, Math.floor(availableParallelism() / 2));

export class CriticSession implements AsyncDisposable {
  readonly info: CriticInfo;
  readonly checks: Checks;
  readonly #cache: VerdictCache;
  #judge: Judge;

  constructor(info: CriticInfo, cache: VerdictCache, host: SessionHost) {
    this.info = info;
    this.#cache = cache;
    this.#judge = new Judge(info.folder, threads);
    this.checks = new Checks({
      judge: async (subject, onText, signal, explains) => {
        if (await this.isReplaced()) {
          host.replaced();
          await untilAborted(signal);
        }
        return this.#judge.judge(subject, onText, signal, explains);
      },
      visible: () => host.visible(),
      isBusy: () => host.isBusy(),
      changed: (uri) => host.changed(uri),
      judged: (uri, id, hash, remembered) => {
        cache.set(this.#key(hash), remembered);
        cache.judgedAt(this.#place(uri, id), this.#key(hash));
      },
      failed: (error) => {
        // The next judgement, if somebody asks for one, is by a thread that starts afresh.
        void this.#judge[Symbol.asyncDispose]();
        this.#judge = new Judge(info.folder, threads);
        host.failed(error);
      },
    });
  }

  /**
   * Whether its folder holds another critic by now, such as that of a run that went on. One that cannot be read is none:
   * the thread may have loaded this one, and else it says what is missing.
   */
  async isReplaced(): Promise<boolean> {
    const now = await readCriticHash(this.info.folder).catch(() => this.info.hash);
    return now !== this.info.hash;
  }

  /** What was said of exactly this text. */
  known({ hash }: KeptFunction): Remembered | undefined {
    return this.#cache.get(this.#key(hash));
  }

  verdict(
    uri: string,
    kept: KeptFunction,
    works: boolean,
    settings: Pick<CriticSettings, 'dismissed'>,
  ): FunctionVerdict {
    const [key, place] = [this.#key(kept.hash), this.#place(uri, kept.id)];
    const known = this.#cache.get(key)?.opinion;
    // A text that comes back, by undo or from another place, is what was judged here last.
    if (known !== undefined) this.#cache.judgedAt(place, key);
    const earlier = this.#cache.latestAt(place)?.opinion;
    return verdictOf(
      kept,
      { critic: works, known, earlier, waiting: this.checks.waits(uri, kept) },
      settings,
    );
  }

  #key(hash: string): string {
    return VerdictCache.key(hash, this.info.hash);
  }

  /** Where something was judged, by this critic. */
  #place(uri: string, id: string): string {
    return `${this.info.hash.slice(0, 16)} ${uri}#${id}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.checks[Symbol.dispose]();
    await this.#judge[Symbol.asyncDispose]();
  }
}

/** Never resolves: another critic takes over, and with this one its judgement is abandoned. */
function untilAborted(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abandon = (): void => reject(signal.reason as Error);
  signal.addEventListener('abort', abandon, { once: true });
  if (signal.aborted) abandon();
  return promise;
}
