/** Words that a user sees: both sides of the Monitor say them through a function of this form. */

/** The text in the user's language; `{0}` stands for the first value. A number is an amount. The message is a literal, so that it is collected. */
export type Translate = (message: string, ...values: (string | number | boolean)[]) => string;

/** By their English, as `l10n/` has them. */
export type Bundle = Readonly<Record<string, string>>;

export const inEnglish: Translate = (message, ...values) =>
  message.replaceAll(/\{(\d+)\}/g, (placeholder, index: string) =>
    String(values[Number(index)] ?? placeholder),
  );
