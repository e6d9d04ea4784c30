/** What an import remembers of earlier rows, by name, in bounded memory. */

const mostCharacters = 2 ** 27;

export class Recall {
  readonly #texts = new Map<string, string>();
  #characters = 0;

  /** The first text of a name stays; nothing is kept once there is too much. */
  keep(name: string, text: string): void {
    const characters = name.length + text.length;
    if (this.#texts.has(name) || this.#characters + characters > mostCharacters) return;
    this.#texts.set(name, text);
    this.#characters += characters;
  }

  get(name: string): string | undefined {
    return this.#texts.get(name);
  }
}
