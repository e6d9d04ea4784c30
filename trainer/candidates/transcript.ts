/**
 * The transcript of a sampling: what was asked and what came of it, a line each, in the order in which it came. It is
 * the truth about the sampling: the solutions are made of it, and whoever resumes asks only for what it lacks.
 */
import { open, rm, stat, type FileHandle } from 'node:fs/promises';
import type { z } from 'zod';
import { reasonOf, TrainerError } from '../errors/error.ts';
import {
  transcriptDamaged,
  transcriptExists,
  transcriptFailed,
  transcriptOfOther,
} from '../errors/endpoint.ts';
import { exchangeSchema, samplingSchema, type Exchange, type Sampling } from '../protocol/candidates.ts';
import { systemCode } from '../errors/run.ts';
import { explain } from '../tasks/explain.ts';
import { readLines } from '../tasks/lines.ts';

/** Bytes of a line at most: far beyond the longest answer that is taken. */
const mostLineBytes = 2 ** 28;
/** Bytes that are read at once in search of the last line's end. */
const pieceBytes = 2 ** 16;

export interface TokenCount {
  readonly prompt: number;
  readonly completion: number;
  /** Whether some of it is an estimate. */
  readonly estimated: boolean;
}

export class Transcript implements AsyncDisposable {
  readonly path: string;
  readonly #file: FileHandle;
  readonly #answered: Map<string, number>;
  #tokens: TokenCount;
  /** Lines are written one after another, whoever has them. */
  #written: Promise<void> = Promise.resolve();

  private constructor(path: string, file: FileHandle, answered: Map<string, number>, tokens: TokenCount) {
    this.path = path;
    this.#file = file;
    this.#answered = answered;
    this.#tokens = tokens;
  }

  /** A new one. What is there is never replaced: it may have cost days or money. */
  static async begin(path: string, sampling: Sampling): Promise<Transcript> {
    const file = await open(path, 'wx').catch((cause: unknown) => {
      throw systemCode(cause) === 'EEXIST'
        ? transcriptExists(path)
        : transcriptFailed('Creating', path, cause);
    });
    const transcript = new Transcript(path, file, new Map(), noTokens);
    await transcript.#write(sampling);
    return transcript;
  }

  /** One that is there, if it is of the same sampling. A last line that a crash has torn is cut off. */
  static async resume(path: string, sampling: Sampling): Promise<Transcript> {
    await cutTornLine(path);
    const answered = new Map<string, number>();
    let tokens = noTokens;
    for await (const exchange of readExchanges(path, sampling)) {
      answered.set(exchange.problemId, reached(answered, exchange));
      tokens = sumOf(tokens, exchange.usage);
    }
    const file = await open(path, 'a').catch((cause: unknown) => {
      throw transcriptFailed('Opening', path, cause);
    });
    return new Transcript(path, file, answered, tokens);
  }

  /** Whether there is no answer in it. */
  get isEmpty(): boolean {
    return this.#answered.size === 0;
  }

  /** How many answers about a problem there are. */
  answered(problemId: string): number {
    return this.#answered.get(problemId) ?? 0;
  }

  /** Of everything that was asked, by whichever process. */
  get tokens(): TokenCount {
    return this.#tokens;
  }

  async append(exchange: Omit<Exchange, 'type'>): Promise<void> {
    this.#tokens = sumOf(this.#tokens, exchange.usage);
    this.#answered.set(exchange.problemId, reached(this.#answered, exchange));
    await this.#write({ type: 'exchange', ...exchange });
  }

  async #write(line: Sampling | Exchange): Promise<void> {
    const text = `${JSON.stringify(line)}\n`;
    const writing = this.#written.then(() => this.#file.appendFile(text));
    this.#written = writing.catch(() => undefined);
    await writing.catch((cause: unknown) => {
      throw transcriptFailed('Writing', this.path, cause);
    });
  }

  /** One without an answer is removed: there is nothing in it to go on from, and it would be in the way. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#written;
    await this.#file.sync().catch(() => undefined);
    await this.#file.close();
    if (this.isEmpty) await rm(this.path, { force: true }).catch(() => undefined);
  }
}

const noTokens: TokenCount = { prompt: 0, completion: 0, estimated: false };

const sumOf = (a: TokenCount, b: TokenCount): TokenCount => ({
  prompt: a.prompt + b.prompt,
  completion: a.completion + b.completion,
  estimated: a.estimated || b.estimated,
});

const reached = (
  answered: ReadonlyMap<string, number>,
  { problemId, first, answers }: Pick<Exchange, 'problemId' | 'first' | 'answers'>,
): number => Math.max(answered.get(problemId) ?? 0, first + answers.length);

/** Whether there is something to resume. */
export async function transcriptIsThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

/** The exchanges of a transcript of this sampling, one line in memory at a time. */
export async function* readExchanges(path: string, sampling: Sampling): AsyncGenerator<Exchange> {
  let isBegun = false;
  for await (const line of linesOf(path)) {
    if (line.text === null) throw transcriptDamaged(path, line.number, line.problem);
    if (isBegun) yield parsed(exchangeSchema, path, line.number, line.text);
    else compare(path, parsed(samplingSchema, path, line.number, line.text), sampling);
    isBegun = true;
  }
  if (!isBegun) throw transcriptDamaged(path, 1, 'there is none');
}

async function* linesOf(path: string): ReturnType<typeof readLines> {
  try {
    yield* readLines(path, mostLineBytes);
  } catch (cause) {
    throw cause instanceof TrainerError ? cause : transcriptFailed('Reading', path, cause);
  }
}

function parsed<T>(schema: z.ZodType<T>, path: string, line: number, text: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw transcriptDamaged(path, line, reasonOf(cause));
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const { field, reason } = explain(value, result.error.issues);
  throw transcriptDamaged(path, line, `${field} ${reason}`.trim());
}

/** Throws `sample.transcript-other` with the first field that differs. */
function compare(path: string, found: Sampling, asked: Sampling): void {
  const told = (sampling: Sampling): Map<string, unknown> => {
    const { answerer, problems, ...rest } = sampling;
    return new Map(Object.entries({ ...answerer, 'hash of the problems': problems, ...rest }));
  };
  const [before, now] = [told(found), told(asked)];
  for (const field of new Set([...before.keys(), ...now.keys()])) {
    const [was, is] = [before.get(field), now.get(field)];
    if (was !== is) throw transcriptOfOther(path, field, shownValue(was), shownValue(is));
  }
}

const shownValue = (value: unknown): string => (value === undefined ? 'not given' : JSON.stringify(value));

/** A line is written with its newline at once, so what follows the last newline is a part of one. */
async function cutTornLine(path: string): Promise<void> {
  try {
    await using file = await open(path, 'r+');
    const { size } = await file.stat();
    let end = size;
    const piece = Buffer.alloc(pieceBytes);
    while (end > 0) {
      const start = Math.max(0, end - pieceBytes);
      const { bytesRead } = await file.read(piece, 0, end - start, start);
      const newline = piece.subarray(0, bytesRead).lastIndexOf(10);
      end = newline < 0 ? start : start + newline + 1;
      if (newline >= 0) break;
    }
    if (end < size) await file.truncate(end);
  } catch (cause) {
    throw transcriptFailed('Opening', path, cause);
  }
}
