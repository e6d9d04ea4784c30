/** The golden files of test/golden: small checkpoints, and what PyTorch and transformers compute with them. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

/** Each has a checkpoint of its own, stored in float32, bfloat16 and, in two shards, float16. */
export const goldenFamilies = ['qwen3', 'qwen2', 'llama'] as const;

export interface GoldenNumbers {
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
