/** A checkpoint's tokenizer: text to token ids and back, and requests through its chat template. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers';
import { z } from 'zod';
import { unreadableModelFile } from '../errors/model.ts';
import type { ChatSettings } from '../protocol/chat.ts';
import { chatFields, ChatTemplate } from './chat-template.ts';
import { tokenizerConfigFile, tokenizerFile } from './files.ts';

const configSchema = z.looseObject(chatFields);

export class Tokenizer {
  readonly #tokenizer: HuggingFaceTokenizer;
  readonly #template: ChatTemplate | undefined;
  readonly #chat: ChatSettings;

  private constructor(
    tokenizer: HuggingFaceTokenizer,
    template: ChatTemplate | undefined,
    chat: ChatSettings,
  ) {
    this.#tokenizer = tokenizer;
    this.#template = template;
    this.#chat = chat;
  }

  /** Reads tokenizer and chat template of a folder in Hugging Face layout. */
  static async open(directory: string, chat: ChatSettings = { thinking: false }): Promise<Tokenizer> {
    const file = join(directory, tokenizerFile);
    const tokenizer = await readJson(file);
    const configFile = join(directory, tokenizerConfigFile);
    const config = configSchema.safeParse(await readJson(configFile));
    if (!config.success) throw unreadableModelFile(configFile, config.error);
    const template = await ChatTemplate.read(directory, config.data, configFile);
    try {
      return new Tokenizer(new HuggingFaceTokenizer(tokenizer, config.data), template, chat);
    } catch (cause) {
      throw unreadableModelFile(file, cause);
    }
  }

  /** Without one, requests are asked as bare text. */
  get hasTemplate(): boolean {
    return this.#template !== undefined;
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
    const messages = [{ role: 'user', content: request }];
    return this.#template?.render(messages, this.#chat) ?? `${request}\n`;
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
