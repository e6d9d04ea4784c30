/** Timers by name: setting one again begins its time anew. Once disposed of, none is set any more. */
export class Timers implements Disposable {
  readonly #timers = new Map<string, NodeJS.Timeout>();
  #disposed = false;

  set(name: string, milliseconds: number, action: () => void): void {
    if (this.#disposed) return;
    clearTimeout(this.#timers.get(name));
    this.#timers.set(
      name,
      setTimeout(() => this.#fire(name, action), milliseconds),
    );
  }

  /** As `set`, but one that runs already keeps its time: for what must happen soon, however often it is asked for. */
  setOnce(name: string, milliseconds: number, action: () => void): void {
    if (!this.has(name)) this.set(name, milliseconds, action);
  }

  /** Whether it is set and its time has not come. */
  has(name: string): boolean {
    return this.#timers.has(name);
  }

  cancel(name: string): void {
    clearTimeout(this.#timers.get(name));
    this.#timers.delete(name);
  }

  #fire(name: string, action: () => void): void {
    this.#timers.delete(name);
    action();
  }

  [Symbol.dispose](): void {
    this.#disposed = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}
