/** How numbers and moments are written for people, in their language. Both sides of the Monitor tell theirs through it. */
import type { Translate } from './translate.ts';

export class Locale {
  readonly #given: string;
  #known: string | undefined;
  /** By what they write: making one takes longer than all that it writes. So it is with the two below. */
  readonly #formats = new Map<string, Intl.NumberFormat>();
  #clock: Intl.DateTimeFormat | undefined;
  #moment: Intl.DateTimeFormat | undefined;

  /** English where the system does not know the language. */
  constructor(language: string) {
    this.#given = language;
  }

  get language(): string {
    // Asked when something is written first: the system takes 14 ms to look, which starting an editor does not have.
    this.#known ??= isLanguage(this.#given) ? this.#given : 'en';
    return this.#known;
  }

  /** `1,200`: an amount with as many digits as it has, three at most behind the point. */
  number(value: number): string {
    return this.#write(value, {});
  }

  /** `0.58`: so many digits behind the point. */
  fixed(value: number, digits: number): string {
    return this.#write(value, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  }

  /** `5,340`: so many digits that are not zeros in front or behind. */
  significant(value: number, digits: number): string {
    return this.#write(value, { maximumSignificantDigits: digits });
  }

  /** `73%`, of a share. */
  percent(share: number): string {
    return this.#write(share, { style: 'percent' });
  }

  /** `02:30:05 PM`, always as long. */
  clock(time: Date): string {
    const parts = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
    this.#clock ??= new Intl.DateTimeFormat(this.language, parts);
    return this.#clock.format(time);
  }

  /** `Nov 22, 2026, 2:30:05 PM`. */
  moment(time: Date): string {
    this.#moment ??= new Intl.DateTimeFormat(this.language, { dateStyle: 'medium', timeStyle: 'medium' });
    return this.#moment.format(time);
  }

  /** With a first letter as at the beginning of a sentence. */
  capital(text: string): string {
    const [first = ''] = text;
    return first.toLocaleUpperCase(this.language) + text.slice(first.length);
  }

  /** The same words with their amounts in this language. The number of a process is no amount; it comes as a text. */
  saying(translate: Translate): Translate {
    return (message, ...values) =>
      translate(message, ...values.map((value) => (typeof value === 'number' ? this.number(value) : value)));
  }

  #write(value: number, options: Intl.NumberFormatOptions): string {
    const key = JSON.stringify(options);
    const format = this.#formats.get(key) ?? new Intl.NumberFormat(this.language, options);
    this.#formats.set(key, format);
    return format.format(value);
  }
}

/** For files, and wherever nobody has said a language. */
export const english = new Locale('en');

function isLanguage(language: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(language).length > 0;
  } catch {
    // What has not even the form of a language is an error to the system.
    return false;
  }
}
