/**
 * A program that is measured: a process of its own, so that its memory is its own. It answers each line of JSON on
 * its standard input with one on its standard output, and computes only while it is asked.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

export class Contestant implements AsyncDisposable {
  readonly name: string;
  readonly #child: ChildProcess;
  readonly #answers: AsyncIterator<string>;
  readonly #closed: Promise<void>;

  private constructor(name: string, child: ChildProcess) {
    this.name = name;
    this.#child = child;
    this.#closed = new Promise((resolve) => child.once('close', () => resolve()));
    // A process that cannot be started, or has ended, is found out by the next question.
    child.once('error', () => undefined);
    child.stdin?.once('error', () => undefined);
    if (child.stdout === null) throw new TypeError(`${name} has no standard output.`);
    this.#answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  /** What the program writes to standard error is passed on. */
  static start(name: string, command: string, parameters: readonly string[]): Contestant {
    return new Contestant(name, spawn(command, parameters, { stdio: ['pipe', 'pipe', 'inherit'] }));
  }

  async ask<T>(question: object, answer: z.ZodType<T>): Promise<T> {
    this.#child.stdin?.write(`${JSON.stringify(question)}\n`);
    const line = await this.#answers.next();
    if (line.done === true) throw new Error(`${this.name} ended with ${this.#child.exitCode}, unasked.`);
    return answer.parse(JSON.parse(line.value));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.stdin?.end();
    await this.#closed;
  }
}

/** Answers questions until there are no more: our side of the same conversation. */
export async function answerQuestions(answer: (question: unknown) => Promise<object>): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`);
  }
}

/** Answers to `open`, and to `memory`: the most memory that the process has had at once. */
export const openedSchema = z.object({});
export const memorySchema = z.object({ bytes: z.number() });

export function peakMemory(): z.infer<typeof memorySchema> {
  // Kilobytes, whatever the platform.
  return { bytes: process.resourceUsage().maxRSS * 1024 };
}

/** Starts our contestant of a bench, and the peer where there is a Python for it. They end with `stack`. */
export function startContestants(
  stack: AsyncDisposableStack,
  bench: 'train' | 'sample',
  peer: { readonly name: string; readonly python: string } | undefined,
): readonly Contestant[] {
  const ours = join(import.meta.dirname, bench, 'ours.ts');
  const contestants = [Contestant.start('Critique-Coder', process.execPath, [ours])];
  if (peer !== undefined) {
    // -B: nothing is left beside the peers' sources.
    const script = join(import.meta.dirname, 'peers', `${bench}.py`);
    contestants.push(Contestant.start(peer.name, peer.python, ['-B', script]));
  }
  return contestants.map((contestant) => stack.use(contestant));
}
