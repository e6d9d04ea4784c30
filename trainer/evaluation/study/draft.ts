/** What budget forcing has of a problem on its way: what was written so far, and how it may go on. */
import { thinkingMarks } from '../../critique/reasoning.ts';
import type { Completion, SampleRequest } from '../../engine/types.ts';
import type { Tokenizer } from '../../model/tokenizer.ts';
import type { ForcedIteration, ForcedRow } from '../../protocol/evaluation-studies.ts';
import type { CrlPrompt } from '../../run/crl/prompts.ts';

export interface DraftLimits {
  /** Put in the place of the end, on a line of its own. */
  readonly continuation: string;
  /** Of thinking and answer together, whatever the iteration. */
  readonly maxTokens: number;
  /** So many of them are kept for the answer behind the thinking; at least two fewer than `maxTokens`. */
  readonly answerTokens: number;
}

export interface Draft {
  readonly prompt: CrlPrompt;
  /** Behind the prompt: the thinking, or the answer of a model that does not think, without its end. */
  readonly written: Int32Array;
  readonly end: ForcedRow['end'];
  /** Its tokens are used up, or its answers cannot be run. */
  readonly isOver: boolean;
  readonly isRunnable: boolean;
  readonly iterations: readonly ForcedIteration[];
}

type Writing = Pick<SampleRequest['params'], 'maxTokens' | 'stop'>;

export const beginDraft = (prompt: CrlPrompt): Draft => ({
  prompt,
  written: new Int32Array(),
  end: 'answer',
  isOver: false,
  isRunnable: true,
  iterations: [],
});

/** The iteration before counts again. */
export function repeated(draft: Draft): Draft {
  const last = draft.iterations.at(-1);
  const again = last === undefined ? [] : [{ ...last, forced: false }];
  return { ...draft, iterations: [...draft.iterations, ...again] };
}

export class Drafting {
  readonly #tokenizer: Tokenizer;
  readonly #limits: DraftLimits;
  /** The token that ends the thinking; undefined for a tokenizer that has no such token. */
  readonly #mark: number | undefined;

  constructor(tokenizer: Tokenizer, limits: DraftLimits) {
    this.#tokenizer = tokenizer;
    this.#limits = limits;
    const tokens = tokenizer.encode(thinkingMarks.close);
    const isOne = tokens.length === 1 && tokenizer.decode(tokens) === thinkingMarks.close;
    this.#mark = isOne ? tokens[0] : undefined;
  }

  /** With the continuation behind it; null where nothing can be written behind that any more. */
  prolonged(draft: Draft): Draft | null {
    if (draft.isOver) return null;
    const { continuation } = this.#limits;
    const isOnNewLine = this.#tokenizer.decode(draft.written.slice(-1)).endsWith('\n');
    const word = this.#tokenizer.encode(isOnNewLine ? continuation : `\n${continuation}`);
    const written = concatenated(draft.written, word);
    return written.length < this.#mostWritten(draft) ? { ...draft, written } : null;
  }

  /** How it writes up to its end. */
  writing(draft: Draft): Writing {
    const stop = this.#mark !== undefined && mayThink(draft) ? [[this.#mark]] : [];
    return { maxTokens: this.#mostWritten(draft) - draft.written.length, stop };
  }

  /** With what was written; the end of that is left out. */
  grown(draft: Draft, completion: Completion): Draft {
    const isFirst = draft.iterations.length === 0;
    const end = isFirst && this.#thinks(draft, completion.tokens) ? 'thinking' : draft.end;
    return { ...this.completed(draft, completion), end };
  }

  /** Cut where an answer behind its thinking would have begun, although it is no thinking: it goes on as an answer. */
  isCutShort({ written, end, isOver, iterations }: Draft): boolean {
    return isOver && end === 'answer' && iterations.length === 0 && written.length < this.#limits.maxTokens;
  }

  /** With the rest of an answer that was cut short. */
  completed(draft: Draft, { tokens, finish }: Completion): Draft {
    const written = concatenated(draft.written, finish === 'stop' ? tokens.slice(0, -1) : tokens);
    return { ...draft, written, isOver: finish === 'length' };
  }

  /** Its thinking with the end that was suppressed; null where it does not think. */
  closed(draft: Draft): Draft | null {
    if (this.#mark === undefined || draft.end === 'answer') return null;
    return { ...draft, written: concatenated(draft.written, Int32Array.of(this.#mark)) };
  }

  /** How it answers behind its thinking. */
  answering({ written }: Draft): Writing {
    return { maxTokens: this.#limits.maxTokens - written.length, stop: [] };
  }

  /** Some chat templates open the thinking themselves; after others the model does. */
  #thinks({ prompt }: Draft, tokens: Int32Array): boolean {
    if (this.#mark === undefined) return false;
    const { open } = thinkingMarks;
    const isOpened = this.#tokenizer.renderPrompt(prompt.text).trimEnd().endsWith(open);
    return isOpened || tokens.at(-1) === this.#mark || this.#tokenizer.decode(tokens).includes(open);
  }

  /** Behind what may be thinking there is room for the token that ends it and for the answer. */
  #mostWritten(draft: Draft): number {
    const { maxTokens, answerTokens } = this.#limits;
    return this.#mark === undefined || !mayThink(draft) ? maxTokens : maxTokens - answerTokens - 1;
  }
}

const mayThink = ({ end, iterations }: Draft): boolean => iterations.length === 0 || end === 'thinking';

export function concatenated(first: Int32Array, second: Int32Array): Int32Array {
  const both = new Int32Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
