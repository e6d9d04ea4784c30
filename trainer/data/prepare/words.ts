/** Texts as the preparation compares them: as words or as tokens, and these as numbers. */

/**
 * Words in lower case: runs of letters and digits of any script. Everything else only separates, so layout, marks
 * and underscores make no difference.
 */
export function normalisedWords(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

/** Names, numbers and single marks, in lower case; only white space is left out. */
export function looseTokens(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}\p{N}_]+|[^\s\p{L}\p{M}\p{N}_]/gu) ?? [];
}

/** A 32-bit hash of each word: FNV-1a over UTF-16 code units, mixed. */
export function hashWords(words: readonly string[]): Uint32Array {
  return Uint32Array.from(words, hashWord);
}

function hashWord(word: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  return mix(hash);
}

/** 32 bits of `count` consecutive hashes from `start` on; their order counts. */
export function hashRun(hashes: Uint32Array, start: number, count: number, salt = 0): number {
  let hash = salt;
  for (let at = start; at < start + count; at += 1) {
    hash = Math.imul(hash ^ (hashes[at] ?? 0), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return mix(hash);
}

/** The same as a whole number of 53 bits, for tables in which two runs may hardly ever meet. */
export function wideHashRun(hashes: Uint32Array, start: number, count: number): number {
  return (hashRun(hashes, start, count, 1) >>> 11) * 2 ** 32 + hashRun(hashes, start, count, 2);
}

/** The last mixing steps of MurmurHash3, which spread every bit over all 32. */
function mix(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
