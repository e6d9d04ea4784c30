/**
 * The functions that wait for a verdict of one critic, and the one that is being judged. Judged is one at a time. An
 * edit takes out of the queue what it changed, also what is being judged; whatever somebody asks for goes before.
 */
import type { CritiqueSubject } from '../../critique/prompts.ts';
import type { VisibleDocuments } from '../../protocol/critic-server.ts';
import type { Remembered } from './cache.ts';
import type { KeptFunction } from './functions.ts';
import { nextOf } from './order.ts';

export interface ChecksHost {
  /** `explains` asks for words from a critic that judges without. */
  judge(
    subject: CritiqueSubject,
    onText: (text: string) => void,
    signal: AbortSignal,
    explains: boolean,
  ): Promise<Remembered>;
  visible(): VisibleDocuments;
  /** Somebody types, and is not to be slowed by what nobody asked for. */
  isBusy(): boolean;
  /** What was judged at a place that had this text when the judgement began and has it still. */
  judged(uri: string, id: string, hash: string, remembered: Remembered): void;
  /** Nothing waits any more. */
  failed(error: unknown): void;
  /** What waits in this document is another than before. */
  changed(uri: string): void;
}

interface Follower {
  readonly onText: (text: string) => void;
  /** Null: the function changed or vanished. */
  readonly resolve: (remembered: Remembered | null) => void;
  readonly reject: (error: unknown) => void;
}

interface Item {
  readonly uri: string;
  readonly id: string;
  readonly hash: string;
  readonly subject: CritiqueSubject;
  line: number;
  endLine: number;
  /** Checked for its own sake, not only because somebody follows it. */
  wanted: boolean;
  demanded: boolean;
  readonly followers: Set<Follower>;
}

const placeOf = (uri: string, id: string): string => `${uri}#${id}`;

export class Checks implements Disposable {
  readonly #host: ChecksHost;
  readonly #items = new Map<string, Item>();
  #running: { readonly item: Item; readonly abort: AbortController; text: string } | null = null;
  #closed = false;

  constructor(host: ChecksHost) {
    this.#host = host;
  }

  get waiting(): number {
    return this.#items.size;
  }

  waits(uri: string, { id, hash }: KeptFunction): boolean {
    return this.#items.get(placeOf(uri, id))?.hash === hash;
  }

  /** A function without a question is not judged. */
  want(uri: string, functions: readonly KeptFunction[], demanded: boolean): void {
    for (const kept of functions) {
      const item = this.#enter(uri, kept);
      if (item === null) continue;
      item.wanted = true;
      item.demanded ||= demanded;
    }
    this.#advance();
  }

  /** Judges it next, telling what is written. Null when the function changes; rejects with the signal's reason. */
  follow(
    uri: string,
    kept: KeptFunction,
    onText: (text: string) => void,
    signal: AbortSignal,
  ): Promise<Remembered | null> {
    if (signal.aborted) return Promise.reject(signal.reason as Error);
    const item = this.#enter(uri, kept);
    if (item === null) return Promise.resolve(null);
    const { promise, resolve, reject } = Promise.withResolvers<Remembered | null>();
    const follower: Follower = { onText, resolve, reject };
    item.followers.add(follower);
    item.demanded = true;
    signal.addEventListener('abort', () => this.#unfollow(item, follower, signal.reason), { once: true });
    if (this.#running?.item === item && this.#running.text !== '') onText(this.#running.text);
    this.#advance();
    return promise;
  }

  /** After an edit: what still stands as it was goes on waiting, at its new lines. */
  settle(uri: string, functions: readonly KeptFunction[]): void {
    const kept = new Map(functions.map((each) => [each.id, each]));
    for (const item of [...this.#items.values()]) {
      if (item.uri !== uri) continue;
      const now = kept.get(item.id);
      if (now?.hash === item.hash) Object.assign(item, { line: now.line, endLine: now.endLine });
      else this.#drop(item);
    }
  }

  /** Nobody types any more. */
  goOn(): void {
    this.#advance();
  }

  /** Nothing waits any more; whoever follows is told why. */
  clear(error: unknown): void {
    const items = [...this.#items.values()];
    this.#items.clear();
    this.#running?.abort.abort();
    for (const { followers } of items) for (const { reject } of followers) reject(error);
    for (const uri of new Set(items.map((item) => item.uri))) this.#host.changed(uri);
  }

  [Symbol.dispose](): void {
    this.#closed = true;
    this.clear(new Error('The critic is another one now.'));
  }

  #enter(uri: string, { id, hash, subject, line, endLine }: KeptFunction): Item | null {
    if (subject === null || this.#closed) return null;
    const place = placeOf(uri, id);
    const waiting = this.#items.get(place);
    if (waiting?.hash === hash) return waiting;
    if (waiting !== undefined) this.#drop(waiting);
    const common = { wanted: false, demanded: false, followers: new Set<Follower>() };
    const item: Item = { uri, id, hash, subject, line, endLine, ...common };
    this.#items.set(place, item);
    this.#host.changed(uri);
    return item;
  }

  #unfollow(item: Item, follower: Follower, reason: unknown): void {
    if (!item.followers.delete(follower)) return;
    follower.reject(reason);
    if (item.followers.size === 0 && !item.wanted) this.#drop(item);
  }

  #drop(item: Item): void {
    this.#remove(item);
    if (this.#running?.item === item) this.#running.abort.abort();
    for (const { resolve } of item.followers) resolve(null);
    item.followers.clear();
  }

  #remove(item: Item): void {
    const place = placeOf(item.uri, item.id);
    if (this.#items.get(place) !== item) return;
    this.#items.delete(place);
    this.#host.changed(item.uri);
  }

  /** Begins the next judgement; one that nobody asked for makes room for one that somebody did. */
  #advance(): void {
    const next = nextOf([...this.#items.values()], this.#host.visible());
    if (this.#running === null) {
      if (next !== undefined && (next.demanded || !this.#host.isBusy())) void this.#run(next);
    } else if (next?.demanded === true && !this.#running.item.demanded) {
      this.#running.abort.abort();
    }
  }

  async #run(item: Item): Promise<void> {
    const running = { item, abort: new AbortController(), text: '' };
    this.#running = running;
    const onText = (text: string): void => {
      running.text = text;
      for (const follower of item.followers) follower.onText(text);
    };
    try {
      const explains = item.followers.size > 0;
      const remembered = await this.#host.judge(item.subject, onText, running.abort.signal, explains);
      this.#finish(item, remembered);
    } catch (error) {
      if (!running.abort.signal.aborted) {
        this.clear(error);
        this.#host.failed(error);
      }
    }
    this.#running = null;
    this.#advance();
  }

  /** What was dropped meanwhile is not told to anyone. */
  #finish(item: Item, remembered: Remembered): void {
    if (this.#items.get(placeOf(item.uri, item.id)) !== item) return;
    this.#host.judged(item.uri, item.id, item.hash, remembered);
    item.wanted = false;
    // Whoever began to follow while the verdict was read waits for the words, which are written next.
    if (remembered.critique === null && item.followers.size > 0) return;
    this.#remove(item);
    for (const { resolve } of item.followers) resolve(remembered);
    item.followers.clear();
  }
}
