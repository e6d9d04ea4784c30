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

/** What `parseExact` has read as JSON again, with the digits of whole numbers. */
export function exactText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(exactText).join(',')}]`;
  const whole = '$int' in value ? /^(-?)(0x[\da-f]+)$/.exec(String(value.$int)) : null;
  if (whole !== null) return `${whole[1] ?? ''}${BigInt(whole[2] ?? 0)}`;
  const fields = Object.entries(value).map(([key, field]) => `${JSON.stringify(key)}:${exactText(field)}`);
  return `{${fields.join(',')}}`;
}
