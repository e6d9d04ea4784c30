/** Words in the user's language: the host puts VS Code's bundle into the page, and where there is none they are English. */
import { inEnglish, type Bundle, type Translate } from '../trainer/protocol/translate.ts';

let words: Bundle = {};

export const t: Translate = (message, ...values) => inEnglish(words[message] ?? message, ...values);

export function useBundle(bundle: Bundle): void {
  words = bundle;
}
