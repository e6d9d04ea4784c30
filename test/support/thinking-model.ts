/** A small chat model with random weights that thinks as Qwen3 does: its template knows of thinking, and it ends it by `</think>`. */
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatDecoderConfig } from '../../trainer/model/config.ts';
import { configFile, weightsFile } from '../../trainer/model/files.ts';
import { parameterSpecs } from '../../trainer/model/parameters.ts';
import { writeSafetensors } from '../../trainer/model/safetensors.ts';
import { goldenPath } from './golden.ts';
import { tinyConfig, tinyWeights } from './tiny-model.ts';

/** Of the tokenizer in test/golden: `<|im_end|>` and `</think>`. */
const [endToken, closingToken] = [1002, 1006];

const config = tinyConfig({ vocabularySize: 1007, maxPositions: 1024, endTokens: [endToken] });

/**
 * Writes the model into the folder `directory`, which is made. The rows of the tokens that end something are longer, so
 * that they are written about every few tokens where random ones would be once in a thousand.
 */
export async function writeThinkingModel(directory: string): Promise<void> {
  await cp(goldenPath('tokenizers/qwen3'), directory, { recursive: true });
  await writeFile(join(directory, configFile), JSON.stringify(formatDecoderConfig(config)));
  const weights = tinyWeights(config);
  const tensors = parameterSpecs(config).map(({ name, shape, offset, size }) => {
    const data = weights.slice(offset, offset + size);
    if (name.includes('embed_tokens')) {
      for (const token of [endToken, closingToken]) {
        const row = data.subarray(token * config.hiddenSize, (token + 1) * config.hiddenSize);
        row.forEach((number, index) => (row[index] = 6 * number));
      }
    }
    return { name, shape, data, type: 'F32' as const };
  });
  await writeSafetensors(join(directory, weightsFile), tensors, { format: 'pt' });
}
