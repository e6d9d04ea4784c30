/**
 * Words and amounts in the user's language: the host puts VS Code's bundle and the language into the page. Where there is
 * no bundle words are English.
 */
import { english, Locale } from '../trainer/protocol/locale.ts';
import { inEnglish, type Bundle, type Translate } from '../trainer/protocol/translate.ts';

let words: Bundle = {};
let spoken = english;

const bundled: Translate = (message, ...values) => inEnglish(words[message] ?? message, ...values);
let translate = english.saying(bundled);

export const t: Translate = (message, ...values) => translate(message, ...values);

/** How numbers and moments are written in the user's language. */
export const locale = (): Locale => spoken;

export function useLanguage(language: string, bundle: Bundle): void {
  words = bundle;
  spoken = new Locale(language);
  translate = spoken.saying(bundled);
}
