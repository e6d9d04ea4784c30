/**
 * Decimal numbers compared by their exact values, however they are written, as Python's `Decimal` reads them: with
 * underscores anywhere, and infinities by name. NaN equals nothing. Digits of other scripts are not read as numbers here.
 */
import { words } from './python-text.ts';

const infinity = /^([+-]?)inf(?:inity)?$/i;
const decimal = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/** Whether both lines hold the same number of decimal numbers, with the same values in the same order. */
export function decimalsEqual(expected: string, actual: string): boolean {
  const wanted = words(expected).map(canonical);
  const got = words(actual).map(canonical);
  return wanted.length === got.length && wanted.every((text, index) => text !== null && text === got[index]);
}

/** The same text for equal numbers: digits without zeros around them, and the power of ten of the last one. */
function canonical(text: string): string | null {
  const plain = text.replaceAll('_', '');
  const [unbounded, unboundedSign = ''] = infinity.exec(plain) ?? [];
  if (unbounded !== undefined) return `${unboundedSign === '-' ? '-' : ''}infinity`;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = decimal.exec(plain) ?? [];
  const digits = `${whole}${fraction}`;
  if (digits === '') return null;
  const first = digits.search(/[1-9]/);
  if (first < 0) return '0';
  let end = digits.length;
  while (digits[end - 1] === '0') end -= 1;
  const power = BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - end);
  return `${sign === '-' ? '-' : ''}${digits.slice(first, end)}e${power}`;
}
