/** A checkpoint's chat template: the text that stands around a request, as transformers renders it. */
import { join } from 'node:path';
import { Environment, Interpreter, Template } from '@huggingface/jinja';
import { z } from 'zod';
import { reasonOf } from '../errors/error.ts';
import { badChatTemplate } from '../errors/model.ts';
import type { ChatSettings } from '../protocol/chat.ts';
import { chatTemplateFile, readIfThere } from './files.ts';

const tokenSchema = z.union([z.string(), z.looseObject({ content: z.string() })]).nullish();
const tokenNames = ['bos_token', 'eos_token', 'unk_token', 'pad_token'] as const;

/** The fields of tokenizer_config.json that templates need. */
export const chatFields = {
  chat_template: z
    .union([z.string(), z.array(z.looseObject({ name: z.string(), template: z.string() }))])
    .nullish(),
  bos_token: tokenSchema,
  eos_token: tokenSchema,
  unk_token: tokenSchema,
  pad_token: tokenSchema,
};
type ChatFields = z.infer<z.ZodObject<typeof chatFields>>;

export interface ChatMessage {
  readonly role: string;
  readonly content: string;
}

export class ChatTemplate {
  readonly #file: string;
  readonly #template: Template;
  readonly #tokens: Readonly<Record<string, string>>;

  private constructor(file: string, text: string, tokens: Readonly<Record<string, string>>) {
    this.#file = file;
    this.#tokens = tokens;
    try {
      this.#template = new Template(text);
    } catch (cause) {
      throw badChatTemplate(file, `it cannot be understood: ${reasonOf(cause)}`);
    }
  }

  /**
   * The template of a folder: the file of its own, or else what `config`, the content of `configFile`, has, which may
   * be several by name. Undefined where there is neither.
   */
  static async read(
    directory: string,
    config: ChatFields,
    configFile: string,
  ): Promise<ChatTemplate | undefined> {
    const tokens = Object.fromEntries(
      tokenNames.flatMap((name) => {
        const token = config[name];
        if (token === null || token === undefined) return [];
        return [[name, typeof token === 'string' ? token : token.content]];
      }),
    );
    const file = join(directory, chatTemplateFile);
    const own = await readIfThere(file);
    if (own !== undefined) return new ChatTemplate(file, own, tokens);
    const text = defaultOf(config.chat_template ?? undefined, configFile);
    return text === undefined ? undefined : new ChatTemplate(configFile, text, tokens);
  }

  /** The text of a conversation up to where the next answer begins. */
  render(messages: readonly ChatMessage[], { thinking }: ChatSettings): string {
    const environment = new Environment();
    const variables = {
      ...globals,
      ...this.#tokens,
      messages,
      add_generation_prompt: true,
      enable_thinking: thinking,
      // Some templates ask whether these are none, not whether they are defined.
      tools: null,
      documents: null,
    };
    for (const [name, value] of Object.entries(variables)) environment.set(name, value);
    try {
      // What a whole template comes to is always a text.
      return new Interpreter(environment).run(this.#template.parsed).value as string;
    } catch (cause) {
      throw badChatTemplate(this.#file, `it refuses the conversation: ${reasonOf(cause)}`);
    }
  }
}

/** Of several templates the one called "default" is for plain requests; others are for tools or documents. */
function defaultOf(template: NonNullable<ChatFields['chat_template']> | undefined, file: string) {
  if (template === undefined || typeof template === 'string') return template;
  const found = template.find(({ name }) => name === 'default');
  if (found !== undefined) return found.template;
  const names = template.map(({ name }) => `"${name}"`).join(', ');
  throw badChatTemplate(file, `of its templates (${names}) none is called "default"`);
}

/**
 * What every template may use. The library's own `Template.render` has a clock in their place, which goes: the same
 * request would be another prompt every day, and a critic would be asked otherwise than it was trained.
 */
const globals = {
  true: true,
  True: true,
  false: false,
  False: false,
  none: null,
  None: null,
  raise_exception: (message: string) => {
    throw new Error(message);
  },
  range: (first: number, second?: number, step = 1) => {
    const [start, end] = second === undefined ? [0, first] : [first, second];
    const count = Math.max(0, Math.ceil((end - start) / step));
    return Array.from({ length: count }, (_, index) => start + index * step);
  },
  strftime_now: formatDay,
};

/** The day that templates are told: Friday 26 July 2024, which those of Llama 3 name where there is no clock. */
const day: Readonly<Record<string, string>> = {
  Y: '2024',
  y: '24',
  m: '07',
  d: '26',
  e: '26',
  j: '208',
  B: 'July',
  b: 'Jul',
  A: 'Friday',
  a: 'Fri',
  H: '00',
  I: '12',
  M: '00',
  S: '00',
  p: 'AM',
  '%': '%',
};

/** As Python's `strftime`, midnight of that day. */
function formatDay(format: string): string {
  return format.replace(/%([a-zA-Z%])/g, (token, letter: string) => day[letter] ?? token);
}
