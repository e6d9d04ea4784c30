/** Completes problems that come with inputs only, by executing their own solutions. */
import type { FunctionTest, Json, Problem } from '../../protocol/data.ts';
import { valuesEqual } from '../../sandbox/compare.ts';
import type { CaseOutcome, Limits, Sandbox } from '../../sandbox/types.ts';
import { defaultLimits } from '../../tasks/exercise.ts';
import type { Fault } from '../../tasks/explain.ts';
import type { Unanswered } from './types.ts';

/** `problem` is absent where the solution answers no input; `rejected` says which inputs are left out, and why. */
export interface Answered {
  readonly problem?: Problem;
  readonly rejected: readonly Fault[];
}

/** EvalPlus's own least limit for a call; solutions that are judged get more. */
const limits: Limits = { ...defaultLimits, timeMs: 4000 };
/** Inputs that are executed at once, and how many may run out of time before the others are not tried. */
const batch = 16;
const mostTimeouts = 2;

export async function answerByReference(
  unanswered: Unanswered,
  sandbox: Sandbox,
  signal?: AbortSignal,
): Promise<Answered> {
  const { inputs, starterCode, ...fields } = unanswered;
  const run = async (some: Unanswered['inputs']): Promise<readonly CaseOutcome[]> => {
    const exercise = { kind: 'calls' as const, entryPoint: fields.entryPoint, inputs: some };
    const job = { language: fields.language, program: fields.solution, exercise, limits };
    return (await sandbox.run(job, signal === undefined ? {} : { signal })).cases;
  };
  const answers: Answer[] = [];
  let timeouts = 0;
  for (let start = 0; start < inputs.length && timeouts < mostTimeouts; start += batch) {
    const some = inputs.slice(start, start + batch);
    const outcomes = await run(some);
    answers.push(...some.map((_, index) => answerIn(outcomes[index])));
    timeouts += outcomes.filter(({ status }) => status === 'timeout').length;
  }
  const tests: FunctionTest[] = [];
  const rejected: Fault[] = [];
  inputs.forEach((input, index) => {
    const answer = answers[index] ?? {
      reason: `is not tried after ${mostTimeouts} inputs that took too long`,
    };
    if ('reason' in answer) rejected.push({ field: `inputs[${index}]`, reason: answer.reason });
    else tests.push({ input: [...input], expected: answer.value });
  });
  if (tests.length === 0) return { rejected };
  return { problem: { ...fields, ...(starterCode !== '' && { starterCode }), tests }, rejected };
}

type Answer = { readonly value: Json } | { readonly reason: string };

function answerIn(outcome: CaseOutcome | undefined): Answer {
  if (outcome === undefined) return { reason: 'the sandbox gave no answer' };
  if (outcome.status !== 'returned') return { reason: `the reference does not return: ${outcome.error}` };
  // An object without a form in JSON is not even equal to itself.
  if (!valuesEqual(outcome.value, outcome.value))
    return { reason: 'the reference returns what cannot be compared' };
  return { value: outcome.value };
}
