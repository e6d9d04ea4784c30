/**
 * Words that a user sees. VS Code translates them, but only inside VS Code; so they go through this module, which
 * speaks English until `activate` hands it VS Code's own function. `npm run manifest` collects them into `l10n/`.
 */
import { inEnglish, type Translate } from '../trainer/protocol/translate.ts';

let translate: Translate = inEnglish;
let locale = 'en';

/** In the user's language. */
export const t: Translate = (message, ...values) => translate(message, ...values);

/** The user's language, as dates are written in. */
export const language = (): string => locale;

export function useTranslations(translations: Translate, of: string): void {
  translate = translations;
  locale = of;
}
