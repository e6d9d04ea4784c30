/**
 * Words and amounts that a user sees. VS Code translates them, but only inside VS Code; so they go through this module,
 * which speaks English until `activate` hands it VS Code's own function. `npm run manifest` collects them into `l10n/`.
 */
import { english, Locale } from '../trainer/protocol/locale.ts';
import { inEnglish, type Translate } from '../trainer/protocol/translate.ts';

let spoken = english;
let translate = english.saying(inEnglish);

/** In the user's language. */
export const t: Translate = (message, ...values) => translate(message, ...values);

/** How numbers and moments are written in the user's language. */
export const locale = (): Locale => spoken;

export function useTranslations(translations: Translate, language: string): void {
  spoken = new Locale(language);
  translate = spoken.saying(translations);
}
