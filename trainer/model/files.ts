/** The files of a model in Hugging Face layout. */
import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unreadableModelFile } from '../errors/model.ts';

export const configFile = 'config.json';
/** How completions are drawn and ended; a checkpoint may do without. */
export const generationConfigFile = 'generation_config.json';
export const weightsFile = 'model.safetensors';
/** Of weights in several files: which tensor lies in which. */
export const weightIndexFile = 'model.safetensors.index.json';
/** Of adapters, in the layout of PEFT. */
export const adapterConfigFile = 'adapter_config.json';
export const adapterWeightsFile = 'adapter_model.safetensors';
export const tokenizerFile = 'tokenizer.json';
export const tokenizerConfigFile = 'tokenizer_config.json';
/** Where it is missing, the template may be in tokenizer_config.json. */
export const chatTemplateFile = 'chat_template.jinja';

/** What every checkpoint has to say of its weights. */
export const describingFiles = [configFile, tokenizerFile, tokenizerConfigFile] as const;

/** The text of a file that a checkpoint may do without; undefined where it does. */
export async function readIfThere(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw unreadableModelFile(file, cause);
  });
}

/** Copies what makes tokens of text: the tokenizer's files, and the chat template if it has a file of its own. */
export async function copyTokenizer(from: string, to: string): Promise<void> {
  for (const file of [tokenizerFile, tokenizerConfigFile]) await copyFile(join(from, file), join(to, file));
  await copyIfThere(join(from, chatTemplateFile), join(to, chatTemplateFile));
}

/** Copies all that says how the weights are to be used but their shape. */
export async function copyUse(from: string, to: string): Promise<void> {
  await copyTokenizer(from, to);
  await copyIfThere(join(from, generationConfigFile), join(to, generationConfigFile));
}

/** Copies all that says how the weights are to be used. */
export async function copyDescription(from: string, to: string): Promise<void> {
  await copyFile(join(from, configFile), join(to, configFile));
  await copyUse(from, to);
}

const copyIfThere = (from: string, to: string): Promise<void> =>
  copyFile(from, to).catch((cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
  });
