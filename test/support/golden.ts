/** The golden files of test/golden: small checkpoints, and what PyTorch and transformers compute with them. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

/** Each has a checkpoint of its own, stored in float32, bfloat16 and, in two shards, float16. */
export const goldenFamilies = ['qwen3', 'qwen2', 'llama'] as const;

/** Adapters, by the checkpoint that they are for; "patterns" has other ranks and alphas in some layers. */
export const goldenAdapters = { qwen3: 'qwen3', qwen2: 'qwen2', llama: 'llama', patterns: 'qwen3' } as const;

/** What PyTorch computes of prompts with their completions. */
export interface GoldenPass {
  readonly versions: Readonly<Record<string, string>>;
  readonly prompts: readonly number[][];
  readonly completions: readonly number[][];
  /** [prompt with its completion][position][vocabulary] */
  readonly logits: readonly number[][][];
  /** Cross-entropy of the completions, summed over their tokens. */
  readonly loss: number;
  /** Of the loss, by parameter: multiples of a unit. */
  readonly gradients: Readonly<
    Record<string, { readonly unit: number; readonly multiples: readonly number[] }>
  >;
}

/** The files of adapters that were merged into their bases here, and the logits of transformers, which loaded them. */
export interface GoldenMerged extends Pick<GoldenPass, 'versions' | 'prompts' | 'completions'> {
  readonly models: Readonly<Record<keyof typeof goldenAdapters, GoldenMergedModel>>;
}

interface GoldenMergedModel extends Pick<GoldenPass, 'logits'> {
  readonly sha256: Readonly<Record<string, string>>;
}

export interface GoldenNumbers extends GoldenPass {
  /** 128 tokens behind each prompt. */
  readonly greedy: readonly number[][];
  readonly adamw: { readonly losses: readonly number[]; readonly norms: readonly number[] };
}

export function goldenPath(name: string): string {
  return fileURLToPath(new URL(`../golden/${name}`, import.meta.url));
}

/** The content of a compressed JSON file; whoever reads it says what it is. */
export async function readGolden(name: string): Promise<unknown> {
  return JSON.parse(gunzipSync(await readFile(goldenPath(name))).toString('utf8'));
}

/** Tokenizers and chat templates of their kinds, each in a folder of its own. */
export const goldenTokenizers = ['qwen3', 'llama3', 'qwen2'] as const;

/** A text, and what the tokenizers library makes of it. */
export interface GoldenText extends Readonly<Record<(typeof goldenTokenizers)[number], GoldenIds>> {
  readonly kind: string;
  readonly text: string;
}

export interface GoldenIds {
  readonly ids: readonly number[];
  /** Special tokens left out. */
  readonly decoded: string;
}

/** A conversation as transformers renders it. */
export interface GoldenChat {
  readonly tokenizer: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly thinking: boolean;
  readonly text: string;
  /** Of the text, as transformers cuts it. */
  readonly ids: readonly number[];
  /** Known to be rendered otherwise here. */
  readonly differs: boolean;
}

/** What the files have of a text: its ids, and what they decode to where that is another text. */
type StoredIds = readonly [ids: readonly number[], decoded?: string];

interface StoredTexts {
  /** The ids in the order of `goldenTokenizers`. */
  readonly rows: readonly (readonly [
    kind: string,
    text: string,
    qwen3: StoredIds,
    llama3: StoredIds,
    qwen2: StoredIds,
  ])[];
  readonly chats: readonly GoldenChat[];
}

export async function readGoldenTexts(): Promise<{
  readonly texts: readonly GoldenText[];
  readonly chats: readonly GoldenChat[];
}> {
  const { rows, chats } = (await readGolden('tokenizers/expected.json.gz')) as StoredTexts;
  const texts = rows.map(([kind, text, ...stored]) => {
    const idsOf = ([ids, decoded = text]: StoredIds): GoldenIds => ({ ids, decoded });
    const [qwen3, llama3, qwen2] = stored;
    return { kind, text, qwen3: idsOf(qwen3), llama3: idsOf(llama3), qwen2: idsOf(qwen2) };
  });
  return { texts, chats };
}
