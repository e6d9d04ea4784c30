/** JSON with whole numbers that JavaScript would round kept as they are. */

/** Throws what `JSON.parse` throws. A whole number beyond 2^53 becomes `{"$int": hexadecimal}` (sandbox/values.ts). */
export function parseExact(text: string): unknown {
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  return JSON.parse(text, (_, value: unknown, context?: { readonly source?: string }) => {
    const source = context?.source;
    if (typeof value !== 'number' || Number.isSafeInteger(value) || source === undefined) return value;
    if (!/^-?\d+$/.test(source)) return value;
    const whole = BigInt(source);
    return { $int: `${whole < 0n ? '-' : ''}0x${(whole < 0n ? -whole : whole).toString(16)}` };
  });
}
