#!/usr/bin/env node
/** `critique-coder`: the headless command line. Results go to standard output, words for people to standard error. */
import { parseArgs } from 'node:util';
import { commands } from './commands/list.ts';
import { UsageError, type Command, type ExitCode, type Invocation } from './commands/command.ts';
import { TrainerError } from './errors/error.ts';

const say = (text: string): void => void process.stderr.write(`${text}\n`);

const usageLine = (command: Command): string =>
  `Usage: critique-coder ${command.name} ${command.usage}`.trimEnd();

function overview(): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return [
    'Usage: critique-coder <command> [options]',
    '',
    ...lines,
    '',
    '"critique-coder <command> --help" says more. With --json a command prints one JSON document and nothing else.',
  ].join('\n');
}

async function main(args: readonly string[]): Promise<ExitCode> {
  const [name, ...following] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(`${overview()}\n`);
    return name === undefined ? 2 : 0;
  }
  const named = commands.find((candidate) => candidate.name === name);
  if (named === undefined) {
    say(`There is no command "${name}".\n\n${overview()}`);
    return 2;
  }
  const verb = named.verbs?.find((candidate) => candidate.name === `${named.name} ${following[0]}`);
  const command = verb ?? named;
  const rest = verb === undefined ? following : following.slice(1);
  if (rest.includes('--help') || rest.includes('-h')) {
    process.stdout.write(`${usageLine(command)}\n\n${command.help}\n`);
    return 0;
  }
  return runCommand(command, rest);
}

async function runCommand(command: Command, args: readonly string[]): Promise<ExitCode> {
  const stopped = new AbortController();
  const stop = (): void => stopped.abort();
  if (command.name !== 'train') process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    return await command.run(invocationOf(command, args, stopped.signal));
  } catch (cause) {
    if (stopped.signal.aborted) return 130;
    return report(command, cause);
  }
}

function invocationOf(command: Command, args: readonly string[], signal: AbortSignal): Invocation {
  const options = { ...command.options, json: { type: 'boolean' as const } };
  let parsed: Pick<Invocation, 'values' | 'positionals'>;
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: command.takesOperands, strict: true });
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
  const json = (document: unknown): void => {
    if (parsed.values['json'] === true) process.stdout.write(`${JSON.stringify(document)}\n`);
  };
  return { ...parsed, json, say, signal };
}

function report(command: Command, cause: unknown): ExitCode {
  if (cause instanceof UsageError) {
    say(`${cause.message}\n${usageLine(command)}`);
    return 2;
  }
  if (cause instanceof TrainerError) say(`${cause.message}\n${cause.hint}`);
  else say(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
  return 1;
}

process.exitCode = await main(process.argv.slice(2));
