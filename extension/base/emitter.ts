/** VS Code's events without VS Code, so that what fires them runs in tests. */
import type { Disposable, Event } from 'vscode';

export class Emitter<T> implements Disposable {
  readonly #listeners = new Set<(value: T) => unknown>();

  readonly event: Event<T> = (listener, thisArgument?: unknown, disposables?: Disposable[]) => {
    // A wrapper each time: one function may listen twice, and each is disposed of alone.
    const heard = (value: T): unknown => listener.call(thisArgument, value);
    this.#listeners.add(heard);
    const disposable = { dispose: () => void this.#listeners.delete(heard) };
    disposables?.push(disposable);
    return disposable;
  };

  fire(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
