/**
 * A program that is measured: a process of its own, so that its memory is its own. It answers each line of JSON on
 * its standard input with one on its standard output, and computes only while it is asked.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
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

  /** A program of this folder, which `bench/` is. */
  static ofNode(name: string, script: string, parameters: readonly string[] = []): Contestant {
    return Contestant.start(name, process.execPath, [join(import.meta.dirname, script), ...parameters]);
  }

  /** A program of the folder `peers`. */
  static ofPython(name: string, python: string, script: string): Contestant {
    // -B: nothing is left beside the peers' sources.
    return Contestant.start(name, python, ['-B', join(import.meta.dirname, 'peers', script)]);
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
const memorySchema = z.object({ bytes: z.number() });

export async function peakMemory(): Promise<z.infer<typeof memorySchema>> {
  // What a process is told of itself counts its parent's memory too; in kilobytes, whatever the platform.
  return { bytes: (await memoryOf('VmHWM')) ?? process.resourceUsage().maxRSS * 1024 };
}

/** The most memory that each has had. */
export async function peaksOf(contestants: readonly Contestant[]): Promise<number[]> {
  const peaks: number[] = [];
  for (const contestant of contestants)
    peaks.push((await contestant.ask({ do: 'memory' }, memorySchema)).bytes);
  return peaks;
}

/** A figure in bytes that Linux has of this process alone; undefined elsewhere. */
export async function memoryOf(figure: string): Promise<number | undefined> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const kilobytes = new RegExp(`^${figure}:\\s+(\\d+)`, 'm').exec(status)?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}

/** Starts our contestant of a bench, and the peer where there is a Python for it. They end with `stack`. */
export function startContestants(
  stack: AsyncDisposableStack,
  bench: 'train' | 'sample',
  peer: { readonly name: string; readonly python: string } | undefined,
): readonly Contestant[] {
  const contestants = [Contestant.ofNode('Critique-Coder', `${bench}/ours.ts`)];
  if (peer !== undefined) contestants.push(Contestant.ofPython(peer.name, peer.python, `${bench}.py`));
  return contestants.map((contestant) => stack.use(contestant));
}
