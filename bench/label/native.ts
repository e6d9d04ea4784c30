/** Programs as the machine's own Python executes them, a process each. */
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import type { Problem } from '../../trainer/protocol/data.ts';
import { isCorrect, paperThreshold } from '../../trainer/tasks/label.ts';
import type { Labelled } from './exercises.ts';

const script = join(import.meta.dirname, '../peers/label.py');
const python = process.platform === 'win32' ? 'python' : 'python3';

const answerSchema = z.object({ passed: z.array(z.boolean()), reasons: z.array(z.string()) });

/** What the machine's Python calls itself; null where there is none. */
export function nativeVersion(): string | null {
  const asked = spawnSync(python, ['--version'], { encoding: 'utf8' });
  return asked.status === 0 ? asked.stdout.trim() : null;
}

/** Labels as `label` does, but by CPython's own execution and comparison. */
export async function labelNatively(problem: Problem, program: string, timeMs: number): Promise<Labelled> {
  const child = spawn(python, ['-I', '-B', script], { stdio: ['pipe', 'pipe', 'ignore'] });
  // A program that cannot be interrupted, as in a long sum of the interpreter itself, is ended.
  const timer = setTimeout(() => child.kill('SIGKILL'), 4 * timeMs);
  // A process that has ended reads no more.
  child.stdin.once('error', () => undefined);
  child.stdin.end(JSON.stringify({ ...problem, program, seconds: timeMs / 1000 }));
  const answer = await text(child.stdout);
  clearTimeout(timer);
  if (answer === '') return { correct: false, reason: 'its process ended without an answer' };
  const { passed, reasons } = answerSchema.parse(JSON.parse(answer));
  const rate = passed.filter(Boolean).length / passed.length;
  const first = reasons.findIndex((reason) => reason !== '');
  const reason = first < 0 ? 'passes all tests' : `test ${first}: ${reasons[first]}`;
  return { correct: isCorrect(rate, paperThreshold), reason };
}
