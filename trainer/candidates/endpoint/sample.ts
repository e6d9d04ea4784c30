/** Asks an endpoint for solutions: several problems at once, each until it has its answers, all into the transcript. */
import { solvePrompt } from '../../critique/prompts.ts';
import { endpointGivenUp, nobodyAnswers } from '../../errors/endpoint.ts';
import { reasonOf } from '../../errors/error.ts';
import { systemCode } from '../../errors/run.ts';
import { persist } from '../../net/persist.ts';
import type { Exchange, Sampling } from '../../protocol/candidates.ts';
import type { Problem } from '../../protocol/data.ts';
import { hashSeed } from '../../random.ts';
import type { Transcript } from '../transcript.ts';
import { ask, type Reply } from './ask.ts';
import { answersOf, requestOf, type Answered, type Asked, type Dialect } from './chat.ts';
import type { Endpoint } from './endpoint.ts';
import { inParallel } from './parallel.ts';
import { refusalOf } from './refusal.ts';
import { saidIn } from './said.ts';

export interface EndpointSampling {
  readonly endpoint: Endpoint;
  readonly sampling: Sampling;
  readonly problems: readonly Problem[];
  readonly perProblem: number;
  readonly concurrency: number;
  /** Tokens after which nothing more is asked; what is under way is still waited for. */
  readonly mostTokens: number;
  readonly transcript: Transcript;
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
  readonly onExchange: () => void;
}

/** Servers take seeds of 32 bits with a sign. */
const seeds = 2 ** 31;

/** Where nothing has ever answered, these say that there is no server rather than that it is busy. */
const absent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH']);

/** Resolves when every problem has its answers or the budget is used up. Throws an error of `errors/endpoint.ts`. */
export async function sampleEndpoint(options: EndpointSampling): Promise<void> {
  const { problems, perProblem, concurrency, transcript, mostTokens, signal } = options;
  const conversation = new Conversation(options);
  const isSpent = (): boolean => transcript.tokens.prompt + transcript.tokens.completion >= mostTokens;
  const fill = async (problem: Problem, either: AbortSignal): Promise<void> => {
    while (transcript.answered(problem.id) < perProblem && !isSpent()) {
      await transcript.append(await conversation.exchange(problem, transcript.answered(problem.id), either));
      options.onExchange();
    }
  };
  await inParallel(problems, fill, concurrency, signal);
}

class Conversation {
  readonly #options: EndpointSampling;
  readonly #dialect: Dialect = { givesMany: true, limit: 'max_tokens' };
  #hasAnswered = false;

  constructor(options: EndpointSampling) {
    this.#options = options;
  }

  /** Asks for the answers from `first` on, as many at once as the server gives. */
  async exchange(problem: Problem, first: number, signal: AbortSignal): Promise<Omit<Exchange, 'type'>> {
    const { endpoint, say } = this.#options;
    const { patience, address } = endpoint;
    const began = performance.now();
    const asked = this.#askedOf(problem, first);
    let attempts = 0;
    const persistence = {
      patience,
      signal,
      onRetry: (reason: string, seconds: number) =>
        say(`${problem.id}: ${reason}; trying again in ${seconds.toFixed(1)} s`),
      giveUp: (reason: string, failures: number) => endpointGivenUp(address.shown, reason, failures),
    };
    const answered = await persist(persistence, () => {
      attempts += 1;
      return this.#attempt(asked, problem.id, signal);
    });
    return {
      problemId: problem.id,
      first,
      asked: asked.count,
      messages: asked.messages,
      ...(asked.seed !== undefined && { seed: asked.seed }),
      ...answered,
      milliseconds: Math.round(performance.now() - began),
      attempts,
    };
  }

  #askedOf(problem: Problem, first: number): Asked {
    const { endpoint, sampling, perProblem } = this.#options;
    const { temperature, topP, maxTokens, answerer } = sampling;
    return {
      model: endpoint.model,
      messages: [{ role: 'user', content: solvePrompt(problem) }],
      count: this.#dialect.givesMany ? perProblem - first : 1,
      temperature,
      topP,
      maxTokens,
      seed: answerer.seed === undefined ? undefined : hashSeed(answerer.seed, problem.id, first) % seeds,
    };
  }

  async #attempt(asked: Asked, about: string, signal: AbortSignal): Promise<Answered> {
    const { endpoint } = this.#options;
    const { completions: url } = endpoint.address;
    const limit = this.#dialect.limit;
    const reply = await this.#send(requestOf(asked, this.#dialect), signal);
    if (reply.status >= 200 && reply.status <= 299) {
      const answered = answersOf(reply, url, asked);
      if (answered.answers.length < asked.count) this.#learnSingle();
      return answered;
    }
    if (reply.status === 400 || reply.status === 422) {
      if (limit === 'max_tokens' && /max_completion_tokens/.test(saidIn(reply.text))) {
        this.#dialect.limit = 'max_completion_tokens';
        return this.#attempt(asked, about, signal);
      }
      // Perhaps it is the number of answers that it does not like. If not, it refuses one as well.
      if (asked.count > 1) {
        const answered = await this.#attempt({ ...asked, count: 1 }, about, signal);
        this.#learnSingle();
        return answered;
      }
    }
    throw await refusalOf(endpoint, reply, about, signal);
  }

  async #send(document: object, signal: AbortSignal): Promise<Reply> {
    const { endpoint } = this.#options;
    try {
      const reply = await ask(endpoint, endpoint.address.completions, { document, signal });
      this.#hasAnswered = true;
      return reply;
    } catch (cause) {
      if (!this.#hasAnswered && absent.has(systemCode(cause) ?? '')) {
        throw nobodyAnswers(endpoint.address.shown, reasonOf(cause));
      }
      throw cause;
    }
  }

  #learnSingle(): void {
    if (!this.#dialect.givesMany) return;
    this.#dialect.givesMany = false;
    this.#options.say('The server gives one answer to a request, so each is asked for by itself.');
  }
}
