/** The files of a model in Hugging Face layout. */
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';

export const configFile = 'config.json';
export const weightsFile = 'model.safetensors';
/** Of weights in several files: which tensor lies in which. */
export const weightIndexFile = 'model.safetensors.index.json';
export const tokenizerFile = 'tokenizer.json';
export const tokenizerConfigFile = 'tokenizer_config.json';
/** Where it is missing, the template may be in tokenizer_config.json. */
export const chatTemplateFile = 'chat_template.jinja';

/** Copies what makes tokens of text: the tokenizer's files, and the chat template if it has a file of its own. */
export async function copyTokenizer(from: string, to: string): Promise<void> {
  for (const file of [tokenizerFile, tokenizerConfigFile]) await copyFile(join(from, file), join(to, file));
  await copyFile(join(from, chatTemplateFile), join(to, chatTemplateFile)).catch((cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
  });
}

/** Copies all that says how the weights are to be used. */
export async function copyDescription(from: string, to: string): Promise<void> {
  await copyFile(join(from, configFile), join(to, configFile));
  await copyTokenizer(from, to);
}
