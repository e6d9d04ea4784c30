/** The tokens that end a completion: those of config.json and those of generation_config.json, as transformers stops. */
import { z } from 'zod';
import { unreadableModelFile } from '../errors/model.ts';
import { readIfThere } from './files.ts';

/** `eos_token_id` as both files have it. */
export const endTokenField = z.union([z.int(), z.array(z.int())]).nullish();

const generationSchema = z.looseObject({ eos_token_id: endTokenField });

/** The end tokens that `file`, a generation_config.json, names; none where there is no such file. */
export async function generationEndTokens(file: string): Promise<readonly number[]> {
  const text = await readIfThere(file);
  if (text === undefined) return [];
  try {
    return endTokensOf(generationSchema.parse(JSON.parse(text)));
  } catch (cause) {
    throw unreadableModelFile(file, cause);
  }
}

export const endTokensOf = ({ eos_token_id: ids }: z.infer<typeof generationSchema>): readonly number[] =>
  [ids ?? []].flat();
