/** The starter's base model before its first update: vocabulary, chat template, shape and random weights. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatDecoderConfig, type DecoderConfig } from '../../model/config.ts';
import { configFile, tokenizerConfigFile, tokenizerFile, weightsFile } from '../../model/files.ts';
import { parameterSpecs, type ParameterSpec } from '../../model/parameters.ts';
import { writeSafetensors } from '../../model/safetensors.ts';
import { createRandom, type Random } from '../../random.ts';
import type { StarterRow } from '../set.ts';
import { learnBpe, tokenizerJson } from './bpe.ts';
import { chatTemplate, endToken, phraseTokens, specialTokens } from './special.ts';

/** 1.8 million parameters: what two cores can train in minutes, and still enough to compare a program with a text. */
export const baseShape: DecoderConfig = {
  family: 'qwen3',
  vocabularySize: 768,
  hiddenSize: 160,
  intermediateSize: 448,
  layers: 6,
  heads: 4,
  kvHeads: 2,
  headSize: 32,
  rmsNormEpsilon: 1e-6,
  rope: { theta: 10_000, scaling: null },
  maxPositions: 1024,
  tiedHead: true,
  endTokens: [specialTokens.indexOf(endToken)],
};

/** Writes the model's folder in Hugging Face layout; the vocabulary is learned from the rows' texts. */
export async function writeUntrained(
  directory: string,
  rows: readonly StarterRow[],
  seed: number,
): Promise<void> {
  await mkdir(directory, { recursive: true });
  const texts = rows.flatMap(({ problem, solutions }) => [
    problem.question,
    ...solutions.flatMap(({ solution, note }) => [solution, note ?? '']),
  ]);
  const vocabulary = learnBpe(texts, baseShape.vocabularySize, [...specialTokens, ...phraseTokens]);
  const files = {
    [tokenizerFile]: tokenizerJson(vocabulary, specialTokens, phraseTokens),
    // Unless it is told to read tokenizer.json as it is, transformers cuts texts as the family's published models do.
    [tokenizerConfigFile]: {
      tokenizer_class: 'PreTrainedTokenizerFast',
      eos_token: endToken,
      chat_template: chatTemplate,
    },
    [configFile]: formatDecoderConfig({ ...baseShape, vocabularySize: vocabulary.tokens.size }),
  };
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(directory, name), `${JSON.stringify(content, null, 1)}\n`);
  }
  const random = createRandom(seed);
  const tensors = parameterSpecs({ ...baseShape, vocabularySize: vocabulary.tokens.size }).map((spec) => ({
    name: spec.name,
    shape: spec.shape,
    data: initialValues(spec, random),
    type: 'F32' as const,
  }));
  await writeSafetensors(join(directory, weightsFile), tensors, { format: 'pt' });
}

/**
 * Gains are 1. Matrices are normal with variance 1 / inputs, the ones that write to the residual stream divided by
 * the number of writers (Radford et al. 2019). The embedding is also the output matrix, so its rows are half as long.
 */
function initialValues({ name, shape, size }: ParameterSpec, random: Random): Float32Array {
  if (shape.length === 1) return new Float32Array(size).fill(1);
  const writers = /o_proj|down_proj/.test(name) ? 2 * baseShape.layers : 1;
  const shrink = name.includes('embed_tokens') ? 4 : 1;
  const deviation = ((shape[1] ?? 1) * writers * shrink) ** -0.5;
  return Float32Array.from({ length: size }, () => deviation * normal(random));
}

/** Box and Muller 1958. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
}
