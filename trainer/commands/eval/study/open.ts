/** What every study needs: problems, the model that answers them, and a sandbox that runs the answers. */
import type { Problem } from '../../../protocol/data.ts';
import { sandboxLimits } from '../../../run/crl/open.ts';
import { openPolicy, type Policy } from '../../../run/crl/policy.ts';
import { openSandbox } from '../../../sandbox/open.ts';
import type { Limits, Sandbox } from '../../../sandbox/types.ts';
import { loadAll, readProblems } from '../../../tasks/read.ts';
import { optionalInteger, optionalNumber, required, workersOf, type Invocation } from '../../command.ts';
import { refuseResult } from '../finish.ts';
import { choosePolicy, policyTitle } from '../policy.ts';

const usual = { maxTokens: 512, temperature: 0.6 };

export interface StudyOptions {
  /** Of an answer. */
  readonly maxTokens: number;
  readonly temperature: number;
  readonly seed: number;
}

export interface Study extends AsyncDisposable {
  readonly file: string;
  /** The first `--limit` of the file's, and how many the file has. */
  readonly problems: readonly Problem[];
  readonly total: number;
  readonly subject: string;
  /** With all that sampling and judging needs. */
  readonly sampling: Pick<Policy, 'engine' | 'tokenizer'> & {
    readonly sandbox: Sandbox;
    readonly limits: Limits;
    readonly maxPromptTokens: number;
    readonly signal: AbortSignal;
  } & StudyOptions;
}

/** To be read before anything is opened. */
export function studyOptions(invocation: Invocation): StudyOptions {
  return {
    maxTokens: optionalInteger(invocation, 'max-tokens', 1) ?? usual.maxTokens,
    temperature: optionalNumber(invocation, 'temperature', 0) ?? usual.temperature,
    seed: optionalInteger(invocation, 'seed', 0) ?? 0,
  };
}

export async function openStudy(invocation: Invocation, options: StudyOptions): Promise<Study> {
  const { signal } = invocation;
  const file = required(invocation, 'problems');
  const limit = optionalInteger(invocation, 'limit', 1) ?? Infinity;
  const workers = workersOf(invocation);
  await refuseResult(invocation);
  const chosen = await choosePolicy(invocation);
  const all = await loadAll(readProblems(file, { signal }));
  await using opened = new AsyncDisposableStack();
  const sandbox = opened.use(await openSandbox({ workers }));
  const { engine, tokenizer, maxPositions } = opened.use(await openPolicy(chosen));
  const limits = sandboxLimits(chosen.config);
  const maxPromptTokens = maxPositions - options.maxTokens;
  const kept = opened.move();
  return {
    file,
    problems: all.slice(0, limit),
    total: all.length,
    subject: policyTitle(chosen),
    sampling: { engine, tokenizer, sandbox, limits, maxPromptTokens, signal, ...options },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}
