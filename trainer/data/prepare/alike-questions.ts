/** Which questions are nearly the same, in whatever language their programs are: a split must not part them. */
import { questionKey } from './fates.ts';
import { NearDuplicates } from './near-duplicates.ts';

export class AlikeQuestions {
  readonly #texts: NearDuplicates;
  readonly #keys: string[] = [];
  readonly #known = new Set<string>();
  #pairs = 0;

  /** `share` is the least similarity of two questions that are nearly the same. */
  constructor(share: number) {
    // Which seed does not matter: all pairs are compared that one of many hash functions brings together.
    this.#texts = new NearDuplicates(share, 0);
  }

  /** Pairs of questions that were found. */
  get pairs(): number {
    return this.#pairs;
  }

  /** The keys of earlier questions that are nearly the same; none for a question that was there already. */
  add(question: string): string[] {
    const key = questionKey(question);
    if (this.#known.has(key)) return [];
    this.#known.add(key);
    const found = this.#texts.addAndTie(question).map((of) => this.#keys[of] ?? '');
    this.#keys.push(key);
    this.#pairs += found.length;
    return found;
  }
}
