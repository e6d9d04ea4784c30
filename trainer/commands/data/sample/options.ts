/** The options of `data sample`, checked for themselves and against each other. */
import { resolve } from 'node:path';
import { usualAnswerTokens } from '../../../candidates/policy.ts';
import {
  mostSeconds,
  optional,
  optionalInteger,
  optionalNumber,
  required,
  UsageError,
  type Invocation,
} from '../../command.ts';

export const usual = {
  perProblem: 4,
  temperature: 0.8,
  maxTokens: usualAnswerTokens,
  concurrency: 4,
  timeoutSeconds: 600,
};

/** Where the answers come from. */
export type From =
  | {
      readonly kind: 'endpoint';
      readonly url: string;
      readonly model: string;
      readonly keyVariable: string | undefined;
      readonly concurrency: number;
      readonly timeoutSeconds: number;
    }
  | { readonly kind: 'base'; readonly base: string }
  | { readonly kind: 'run'; readonly run: string; readonly step: number | undefined };

export interface SampleOptions {
  readonly from: From;
  readonly problems: string;
  readonly out: string;
  readonly transcript: string;
  readonly perProblem: number;
  readonly temperature: number;
  readonly topP: number;
  readonly maxTokens: number | undefined;
  readonly seed: number | undefined;
  /** Infinity without a budget. */
  readonly mostTokens: number;
  readonly resume: boolean;
  readonly force: boolean;
}

/** Throws a `UsageError`. */
export function sampleOptions(invocation: Invocation): SampleOptions {
  const [problems, out] = [required(invocation, 'problems'), required(invocation, 'out')];
  const transcript = optional(invocation, 'transcript') ?? `${out.replace(/\.jsonl$/, '')}.transcript.jsonl`;
  if (new Set([problems, out, transcript].map((path) => resolve(path))).size < 3) {
    throw new UsageError('--problems, --out and --transcript are three different files');
  }
  const topP = optionalNumber(invocation, 'top-p', 0) ?? 1;
  if (topP === 0 || topP > 1) throw new UsageError(`--top-p takes a share above 0 and up to 1, not ${topP}`);
  return {
    from: fromOf(invocation),
    problems,
    out,
    transcript,
    topP,
    perProblem: optionalInteger(invocation, 'per-problem', 1) ?? usual.perProblem,
    temperature: optionalNumber(invocation, 'temperature', 0) ?? usual.temperature,
    maxTokens: optionalInteger(invocation, 'max-tokens', 1),
    seed: optionalInteger(invocation, 'seed', 0),
    mostTokens: optionalInteger(invocation, 'max-total-tokens', 1) ?? Infinity,
    resume: invocation.values['resume'] === true,
    force: invocation.values['force'] === true,
  };
}

const kinds = ['endpoint', 'base', 'run'] as const;

/** Options that mean something for one kind only. */
const own: Readonly<Record<(typeof kinds)[number], readonly string[]>> = {
  endpoint: ['model', 'api-key-env', 'concurrency', 'timeout'],
  base: [],
  run: ['step'],
};

function fromOf(invocation: Invocation): From {
  const isGiven = (option: string): boolean => optional(invocation, option) !== undefined;
  const [kind, another] = kinds.filter(isGiven);
  if (kind === undefined) throw new UsageError('say who is asked: --endpoint, --base or --run');
  if (another !== undefined) throw new UsageError(`--${kind} and --${another} exclude each other`);
  for (const other of kinds.filter((each) => each !== kind)) {
    const foreign = own[other].find(isGiven);
    if (foreign !== undefined) throw new UsageError(`--${foreign} is for --${other}`);
  }
  if (kind === 'base') return { kind, base: required(invocation, 'base') };
  if (kind === 'run') {
    return { kind, run: required(invocation, 'run'), step: optionalInteger(invocation, 'step', 0) };
  }
  return {
    kind,
    url: required(invocation, 'endpoint'),
    model: required(invocation, 'model'),
    keyVariable: isGiven('api-key-env') ? required(invocation, 'api-key-env') : undefined,
    concurrency: optionalInteger(invocation, 'concurrency', 1) ?? usual.concurrency,
    timeoutSeconds: optionalInteger(invocation, 'timeout', 1, mostSeconds) ?? usual.timeoutSeconds,
  };
}
