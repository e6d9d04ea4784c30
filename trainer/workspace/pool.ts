/** Copies of one workspace, so that several tests run at once and none sees what another one is given. */
import { mapInOrder } from '../tasks/in-order.ts';
import type { Scratch } from './types.ts';

/** A copy that one piece of work has to itself. */
export interface Lease {
  readonly scratch: Scratch;
  /** Aborted when the work is stopped, or another piece of it has failed. */
  readonly signal: AbortSignal;
  /** Puts a fresh copy in the place of one that is no longer as it was. */
  renew(): Promise<void>;
}

export class ScratchPool implements AsyncDisposable {
  readonly #open: () => Promise<Scratch>;
  readonly #all = new Set<Scratch>();
  readonly #free: Scratch[] = [];

  private constructor(open: () => Promise<Scratch>) {
    this.#open = open;
  }

  /** When one cannot be opened, none stays open. */
  static async open(size: number, open: () => Promise<Scratch>): Promise<ScratchPool> {
    await using opened = new AsyncDisposableStack();
    const pool = opened.use(new ScratchPool(open));
    while (pool.#all.size < size) pool.#free.push(await pool.#add());
    opened.move();
    return pool;
  }

  /** A file's text as it was copied first. */
  async read(file: string): Promise<string> {
    const [first = await this.#add()] = this.#all;
    return first.read(file);
  }

  /** Gives files of every copy other texts while the work goes on, and puts back what was there when it has succeeded. */
  async withTexts<Result>(
    texts: Iterable<readonly [file: string, text: string]>,
    work: () => Promise<Result>,
  ): Promise<Result> {
    const written = [...texts];
    for (const scratch of this.#all) {
      for (const [file, text] of written) await scratch.write(file, text);
    }
    const result = await work();
    for (const scratch of this.#all) {
      for (const [file] of written) await scratch.restore(file);
    }
    return result;
  }

  /** Results in the items' order. */
  map<Item, Result>(
    items: Iterable<Item>,
    work: (item: Item, lease: Lease) => Promise<Result>,
    signal: AbortSignal,
  ): AsyncGenerator<Result> {
    const leased = async (item: Item, either: AbortSignal): Promise<Result> => {
      // There are as many copies as pieces of work under way; but for one that could not be renewed.
      let scratch = this.#free.pop() ?? (await this.#add());
      const renew = async (): Promise<void> => {
        this.#all.delete(scratch);
        await scratch[Symbol.asyncDispose]();
        scratch = await this.#add();
      };
      try {
        return await work(item, {
          get scratch() {
            return scratch;
          },
          signal: either,
          renew,
        });
      } finally {
        if (this.#all.has(scratch)) this.#free.push(scratch);
      }
    };
    return mapInOrder(items, leased, this.#all.size, signal);
  }

  async #add(): Promise<Scratch> {
    const scratch = await this.#open();
    this.#all.add(scratch);
    return scratch;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#all].map((scratch) => scratch[Symbol.asyncDispose]()));
  }
}
