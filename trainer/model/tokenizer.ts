/** A checkpoint's tokenizer and chat template: text to token ids and back. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Template } from '@huggingface/jinja';
import { Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers';
import { z } from 'zod';
import { unreadableModelFile } from '../errors/model.ts';
import { tokenizerConfigFile, tokenizerFile } from './files.ts';

const configSchema = z.looseObject({
  chat_template: z.string().optional(),
  eos_token: z.union([z.string(), z.looseObject({ content: z.string() })]).nullish(),
});

export class Tokenizer {
  readonly #tokenizer: HuggingFaceTokenizer;
  readonly #template: Template | undefined;

  private constructor(tokenizer: HuggingFaceTokenizer, template: Template | undefined) {
    this.#tokenizer = tokenizer;
    this.#template = template;
  }

  /** Reads `tokenizer.json` and `tokenizer_config.json` of a folder in Hugging Face layout. */
  static async open(directory: string): Promise<Tokenizer> {
    const tokenizer = await readJson(join(directory, tokenizerFile));
    const configFile = join(directory, tokenizerConfigFile);
    const config = configSchema.parse(await readJson(configFile));
    try {
      const template = config.chat_template === undefined ? undefined : new Template(config.chat_template);
      return new Tokenizer(new HuggingFaceTokenizer(tokenizer, config), template);
    } catch (cause) {
      throw unreadableModelFile(configFile, cause);
    }
  }

  /** Token ids of a text; special tokens written in it are recognised, none are added. */
  encode(text: string): Int32Array {
    return Int32Array.from(this.#tokenizer.encode(text, { add_special_tokens: false }).ids);
  }

  /** Token ids of a request in the checkpoint's chat template, up to where the answer begins. */
  encodePrompt(request: string): Int32Array {
    return this.encode(this.renderPrompt(request));
  }

  /** The text of a request in the checkpoint's chat template; the request itself where there is none. */
  renderPrompt(request: string): string {
    if (this.#template === undefined) return `${request}\n`;
    return this.#template.render({
      messages: [{ role: 'user', content: request }],
      add_generation_prompt: true,
      enable_thinking: false,
    });
  }

  /** The text of token ids, special tokens left out. */
  decode(tokens: Int32Array): string {
    // The library refuses to decode nothing.
    if (tokens.length === 0) return '';
    return this.#tokenizer.decode([...tokens], {
      skip_special_tokens: true,
      clean_up_tokenization_spaces: false,
    });
  }
}

async function readJson(file: string): Promise<object> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as object;
  } catch (cause) {
    throw unreadableModelFile(file, cause);
  }
}
