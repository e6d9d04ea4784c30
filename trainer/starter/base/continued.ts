/** An earlier base model as the start of further learning: phrases that it had no token for get one. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CheckpointWeights } from '../../model/checkpoint-weights.ts';
import { formatDecoderConfig, readDecoderConfig } from '../../model/config.ts';
import { configFile, tokenizerConfigFile, tokenizerFile, weightsFile } from '../../model/files.ts';
import { parameterSpecs } from '../../model/parameters.ts';
import { writeSafetensors, type TensorToWrite } from '../../model/safetensors.ts';
import { phraseTokens } from './special.ts';

interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly special: boolean;
}

interface TokenizerFile {
  added_tokens: AddedToken[];
  model: { vocab: Record<string, number> };
}

/** Writes to `directory` the model in `from`, which this file's own program made. */
export async function writeContinued(directory: string, from: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  const config = await readDecoderConfig(join(from, configFile));
  const tokenizer = JSON.parse(await readFile(join(from, tokenizerFile), 'utf8')) as TokenizerFile;
  const [example] = tokenizer.added_tokens;
  const known = new Set(tokenizer.added_tokens.map(({ content }) => content));
  const missing = phraseTokens.filter((phrase) => !known.has(phrase));
  for (const [index, content] of missing.entries()) {
    const id = config.vocabularySize + index;
    tokenizer.added_tokens.push({ ...example, id, content, special: false });
    tokenizer.model.vocab[content] = id;
  }
  const vocabularySize = config.vocabularySize + missing.length;
  const files = {
    [tokenizerFile]: tokenizer,
    [tokenizerConfigFile]: JSON.parse(await readFile(join(from, tokenizerConfigFile), 'utf8')) as unknown,
    [configFile]: formatDecoderConfig({ ...config, vocabularySize }),
  };
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(directory, name), `${JSON.stringify(content, null, 1)}\n`);
  }
  const tensors: TensorToWrite[] = [];
  const specs = parameterSpecs(config);
  await using weights = await CheckpointWeights.open(from, specs);
  for (const spec of specs) {
    const { name, shape, size } = spec;
    const data = new Float32Array(size);
    await weights.read(spec, data);
    const isEmbedding = name.includes('embed_tokens');
    tensors.push(
      isEmbedding
        ? { name, ...lengthened(data, config.hiddenSize, vocabularySize), type: 'F32' }
        : { name, shape, data, type: 'F32' },
    );
  }
  await writeSafetensors(join(directory, weightsFile), tensors, { format: 'pt' });
}

/** A matrix with more rows, the new ones the mean of the others. */
function lengthened(data: Float32Array, width: number, wanted: number) {
  const rows = data.length / width;
  const longer = new Float32Array(wanted * width);
  longer.set(data);
  for (let column = 0; column < width; column++) {
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += data[row * width + column] ?? 0;
    for (let row = rows; row < wanted; row++) longer[row * width + column] = sum / rows;
  }
  return { data: longer, shape: [wanted, width] };
}
