/**
 * Learns a byte-level BPE vocabulary (Sennrich et al. 2016) and writes it as a `tokenizer.json`.
 * All 256 bytes are tokens, so any text can be written, also code the vocabulary was not learned from.
 */

/** Words are cut here before merging: line starts with their indentation, names, single digits, runs of signs. */
export const wordPattern = String.raw`\n+ *| ?\p{L}[\p{L}_]*| ?\d| ?[^\s\p{L}\d]+|\s+`;

export interface Vocabulary {
  /** Token → id; bytes are written in GPT-2's printable alphabet. */
  readonly tokens: ReadonlyMap<string, number>;
  /** In order of learning. */
  readonly merges: readonly (readonly [string, string])[];
}

/** GPT-2's printable character for each byte: itself where printable, else the next ones from 256 on. */
export function byteAlphabet(): readonly string[] {
  const isPrintable = (byte: number) => (byte >= 33 && byte <= 126) || (byte >= 161 && byte !== 173);
  let extra = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(isPrintable(byte) ? byte : extra++));
}

/**
 * Learns until there are `size` tokens, the `given` ones counted, or no pair occurs twice. Ties go to the smaller pair.
 * The texts should not contain the given tokens, since those are never cut into words.
 */
export function learnBpe(texts: Iterable<string>, size: number, given: readonly string[]): Vocabulary {
  const alphabet = byteAlphabet();
  const words = countWords(texts, alphabet);
  const tokens = new Map([...given, ...alphabet].map((token, id) => [token, id]));
  const merges: (readonly [string, string])[] = [];
  while (tokens.size < size) {
    const best = mostFrequentPair(words);
    if (best === undefined) break;
    const [left, right] = best;
    merges.push(best);
    tokens.set(left + right, tokens.size);
    for (const word of words) mergePair(word.parts, left, right);
  }
  return { tokens, merges };
}

interface Word {
  readonly parts: string[];
  readonly count: number;
}

function countWords(texts: Iterable<string>, alphabet: readonly string[]): readonly Word[] {
  const counts = new Map<string, number>();
  const pattern = new RegExp(wordPattern, 'gu');
  for (const text of texts) {
    for (const [word] of text.matchAll(pattern)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const encoder = new TextEncoder();
  return [...counts].map(([word, count]) => ({
    parts: Array.from(encoder.encode(word), (byte) => alphabet[byte] ?? ''),
    count,
  }));
}

function mostFrequentPair(words: readonly Word[]): readonly [string, string] | undefined {
  const counts = new Map<string, number>();
  for (const { parts, count } of words) {
    for (let index = 1; index < parts.length; index++) {
      // No byte character is a space, so the pair can be written as one key.
      const key = `${parts[index - 1]} ${parts[index]}`;
      counts.set(key, (counts.get(key) ?? 0) + count);
    }
  }
  let best = '';
  let most = 1;
  for (const [key, count] of counts) {
    if (count > most || (count === most && best !== '' && key < best)) {
      best = key;
      most = count;
    }
  }
  if (best === '') return undefined;
  const [left = '', right = ''] = best.split(' ');
  return [left, right];
}

function mergePair(parts: string[], left: string, right: string): void {
  for (let index = 0; index + 1 < parts.length; index++) {
    if (parts[index] === left && parts[index + 1] === right) parts.splice(index, 2, left + right);
  }
}

/** The content of a Hugging Face `tokenizer.json`. `phrases` are whole like the special tokens, but part of the text. */
export function tokenizerJson(
  { tokens, merges }: Vocabulary,
  special: readonly string[],
  phrases: readonly string[],
): Record<string, unknown> {
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [...special, ...phrases].map((content) => ({
      id: tokens.get(content),
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: special.includes(content),
    })),
    normalizer: null,
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'Split', pattern: { Regex: wordPattern }, behavior: 'Isolated', invert: false },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false, use_regex: false },
      ],
    },
    post_processor: null,
    decoder: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false, use_regex: false },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries(tokens),
      merges: merges.map(([left, right]) => [left, right]),
    },
  };
}
