/**
 * Words that a user sees. VS Code translates them, but only inside VS Code; so they go through this module, which
 * speaks English until `activate` hands it VS Code's own function. `npm run manifest` collects them into `l10n/`.
 */
export type Translate = (message: string, ...values: (string | number | boolean)[]) => string;

const english: Translate = (message, ...values) =>
  message.replaceAll(/\{(\d+)\}/g, (placeholder, index: string) =>
    String(values[Number(index)] ?? placeholder),
  );

let translate: Translate = english;
let locale = 'en';

/** The text in the user's language; `{0}` stands for the first value. The message is a literal, so that it is collected. */
export const t: Translate = (message, ...values) => translate(message, ...values);

/** The user's language, as dates are written in. */
export const language = (): string => locale;

export function useTranslations(translations: Translate, of: string): void {
  translate = translations;
  locale = of;
}
