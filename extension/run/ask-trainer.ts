/** Asks the trainer's program something: a command that prints one JSON document. */
import type { z } from 'zod';
import type { TrainerError } from '../../trainer/errors/error.ts';
import { parseJson } from '../../trainer/run/files.ts';
import type { Trainer } from './launch.ts';

export interface TrainerQuestion<T> {
  /** The command with its options, `--json` among them. */
  readonly parameters: readonly string[];
  readonly schema: z.ZodType<T>;
  readonly signal: AbortSignal;
  /** The folder that it works in; without this the extension host's own. */
  readonly cwd?: string;
  /** What it reads from its standard input; without this there is nothing to read. */
  readonly input?: string;
  /** Hears every line that it says for people, while it works. */
  readonly onLine?: (line: string) => void;
  /** The failure where it printed no such document; `words` are all that it said. */
  readonly failed: (program: string, words: string, exitCode: number | undefined) => TrainerError;
}

/** What a program that is told to end may take to clear up behind itself, in milliseconds; then it is killed. */
const clearingMs = 15_000;

/** Null when it was cancelled; the program has ended by then. */
export async function askTrainer<T>(
  { node, program }: Trainer,
  { parameters, schema, signal, cwd, input, onLine, failed }: TrainerQuestion<T>,
): Promise<T | null> {
  if (signal.aborted) return null;
  const { execa } = await import('execa');
  const { stdout, stderr, exitCode, shortMessage } = await execa(node, [program, ...parameters], {
    cancelSignal: signal,
    forceKillAfterDelay: clearingMs,
    reject: false,
    ...(cwd !== undefined && { cwd }),
    ...(input === undefined ? { stdin: 'ignore' as const } : { input }),
    stderr: function* (line: unknown) {
      onLine?.(String(line));
      yield line;
    },
    // On the desktop, VS Code's own executable is Node only when it is told so.
    env: { ELECTRON_RUN_AS_NODE: '1' },
  });
  if (signal.aborted) return null;
  const document = parseJson(stdout);
  const answer = schema.safeParse(document.ok ? document.value : undefined);
  if (answer.success) return answer.data;
  throw failed(program, stderr.trim() === '' ? (shortMessage ?? '') : stderr, exitCode);
}
