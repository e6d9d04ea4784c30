/** Loaded graphs by shape. Loading takes tens of milliseconds and a loaded graph holds memory, so the last few are kept. */
import type { LoadedGraph } from '../runner.ts';

/** Of small graphs, whose memory does not matter. */
const usualMost = 12;

export class SessionCache<Shape> implements AsyncDisposable {
  readonly #create: (shape: Shape) => Promise<LoadedGraph>;
  readonly #most: number;
  /** In order of use: the first has waited longest. */
  readonly #sessions = new Map<string, LoadedGraph>();

  constructor(create: (shape: Shape) => Promise<LoadedGraph>, most = usualMost) {
    this.#create = create;
    this.#most = most;
  }

  async get(key: string, shape: Shape): Promise<LoadedGraph> {
    const known = this.#sessions.get(key);
    if (known !== undefined) {
      this.#sessions.delete(key);
      this.#sessions.set(key, known);
      return known;
    }
    const [oldest] = this.#sessions;
    if (this.#sessions.size >= this.#most && oldest !== undefined) {
      this.#sessions.delete(oldest[0]);
      await oldest[1][Symbol.asyncDispose]();
    }
    const created = await this.#create(shape);
    this.#sessions.set(key, created);
    return created;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const session of this.#sessions.values()) await session[Symbol.asyncDispose]();
    this.#sessions.clear();
  }
}
