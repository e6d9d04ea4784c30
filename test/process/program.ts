/** The command line in a real process, with real pipes. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../..', import.meta.url));

export const program = fileURLToPath(new URL('../../trainer/cli.ts', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly child: ChildProcess;
  /** Resolves when the process has ended and its pipes are read. */
  readonly ended: Promise<Ended>;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Starts Node on a program; `cwd` is the folder that relative paths mean. */
export const startNode = (
  parameters: readonly string[],
  cwd = repository,
  env: Environment = process.env,
): Started => startProgram(process.execPath, parameters, cwd, env);

export function startProgram(
  program: string,
  parameters: readonly string[],
  cwd: string,
  env: Environment = process.env,
  input = '',
): Started {
  const child = spawn(program, parameters, { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] });
  // One that ends before it has read its input is no failure.
  child.stdin.on('error', () => undefined).end(input);
  const ended = Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]).then(
    ([closed, stdout, stderr]) => {
      const [code, signal] = closed as [number | null, NodeJS.Signals | null];
      return { code, signal, stdout, stderr };
    },
  );
  return { child, ended };
}

/** Starts `critique-coder` from its sources. */
export const startCli = (...parameters: readonly string[]): Started => startNode([program, ...parameters]);

/** The same with other variables than those of this process. */
export const startCliWith = (env: Environment, ...parameters: readonly string[]): Started =>
  startNode([program, ...parameters], repository, env);

export const runCli = (...parameters: readonly string[]): Promise<Ended> => startCli(...parameters).ended;

/** The same with a text on its standard input. */
export const runCliOn = (input: string, ...parameters: readonly string[]): Promise<Ended> =>
  startProgram(process.execPath, [program, ...parameters], repository, process.env, input).ended;

/** The one JSON document of a command that must have ended well. */
export function documentOf({ code, stdout, stderr }: Ended): unknown {
  if (code !== 0) throw new Error(`The command ended with ${code}: ${stderr}`);
  if (stdout.trim().includes('\n')) throw new Error(`More than one line on standard output: ${stdout}`);
  return JSON.parse(stdout);
}
