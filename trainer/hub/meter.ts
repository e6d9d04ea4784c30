/** How fast bytes come and how long the rest will take, from the last seconds rather than from the beginning. */

/** Milliseconds that the rate is told from. */
const WINDOW = 5_000;
/** Below this, a rate would be an accident. */
const LEAST = 500;

export class Meter {
  readonly #now: () => number;
  #marks: readonly { readonly at: number; readonly bytes: number }[] = [];
  #bytes = 0;

  /** `now` gives milliseconds of any clock. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#marks = [{ at: now(), bytes: 0 }];
  }

  /** All that has come so far. */
  get bytes(): number {
    return this.#bytes;
  }

  came(bytes: number): void {
    this.#bytes += bytes;
    const at = this.#now();
    const last = this.#marks.at(-1);
    // A mark for each piece of 64 kB would be thousands a second.
    if (last !== undefined && at - last.at < WINDOW / 20) return;
    const kept = this.#marks.filter((mark, index) => {
      return at - mark.at <= WINDOW || index === this.#marks.length - 1;
    });
    this.#marks = [...kept, { at, bytes: this.#bytes }];
  }

  /** Null until there is enough to tell it from. */
  get bytesPerSecond(): number | null {
    const [first] = this.#marks;
    const elapsed = this.#now() - (first?.at ?? 0);
    if (first === undefined || elapsed < LEAST) return null;
    return ((this.#bytes - first.bytes) / elapsed) * 1000;
  }

  secondsFor(bytes: number): number | null {
    const rate = this.bytesPerSecond;
    return rate === null || rate === 0 ? null : bytes / rate;
  }
}
