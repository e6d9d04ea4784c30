/** The one kind of request and answer that OpenAI-compatible servers have in common: chat completions. */
import { z } from 'zod';
import { badEndpointAnswer } from '../../errors/endpoint.ts';
import { shown } from '../../net/http.ts';
import type { Exchange } from '../../protocol/candidates.ts';
import { saidIn } from './said.ts';
import type { Reply } from './ask.ts';

/** In what servers differ; what a server has shown is kept for the rest of the sampling. */
export interface Dialect {
  /** Whether it gives several answers to one request. */
  givesMany: boolean;
  /** What it calls the limit of an answer. */
  limit: 'max_tokens' | 'max_completion_tokens';
}

export interface Asked {
  readonly model: string;
  readonly messages: Exchange['messages'];
  readonly count: number;
  readonly temperature: number;
  readonly topP: number;
  readonly maxTokens: number;
  readonly seed: number | undefined;
}

export function requestOf(asked: Asked, dialect: Dialect): object {
  const { model, messages, count, temperature, topP, maxTokens, seed } = asked;
  return {
    model,
    messages,
    temperature,
    [dialect.limit]: maxTokens,
    stream: false,
    // Some servers refuse what they do not know, so nothing is sent that says what they do anyway.
    ...(topP < 1 && { top_p: topP }),
    ...(count > 1 && { n: count }),
    ...(seed !== undefined && { seed }),
  };
}

const partSchema = z.object({ text: z.string().optional() });
const tokens = z.int().min(0);

const completionSchema = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({ content: z.union([z.string(), z.array(partSchema)]).nullish() }),
        finish_reason: z.string().nullish(),
      }),
    )
    .min(1),
  usage: z.object({ prompt_tokens: tokens, completion_tokens: tokens }).nullish().catch(null),
});

export type Answered = Pick<Exchange, 'answers' | 'usage'>;

/** The answers of a successful reply, `count` at most. Throws `endpoint.bad-answer`. */
export function answersOf({ text, headers }: Reply, url: URL, { count, messages }: Asked): Answered {
  const document = documentOf(text);
  if (document === undefined) {
    const type = headers['content-type'] ?? 'without a type';
    throw badEndpointAnswer(shown(url), `what it sends (${type}) is no JSON document: ${saidIn(text)}`);
  }
  const parsed = completionSchema.safeParse(document);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw badEndpointAnswer(shown(url), `${issue?.path.join('.')}: ${issue?.message} (${saidIn(text)})`);
  }
  const { choices, usage } = parsed.data;
  const answers = choices.slice(0, count).map(({ message: { content }, finish_reason: finish }) => ({
    text: typeof content === 'string' ? content : (content ?? []).map((part) => part.text ?? '').join(''),
    finish: finish ?? null,
  }));
  const counted = usage && {
    prompt: usage.prompt_tokens,
    completion: usage.completion_tokens,
    estimated: false,
  };
  return { answers, usage: counted ?? estimatedUsage(messages, answers) };
}

export function documentOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Characters of code and English that one token stands for, about. */
const charactersOfToken = 4;

function estimatedUsage(messages: Asked['messages'], answers: Answered['answers']): Exchange['usage'] {
  const tokensOf = (texts: readonly string[]): number =>
    texts.reduce((sum, text) => sum + Math.ceil(text.length / charactersOfToken), 0);
  return {
    prompt: tokensOf(messages.map(({ content }) => content)),
    completion: tokensOf(answers.map(({ text }) => text)),
    estimated: true,
  };
}
