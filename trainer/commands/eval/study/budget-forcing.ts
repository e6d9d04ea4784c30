/** `eval --study budget-forcing`: whether a model solves more when it is made to go on. */
import { nothingToStudy } from '../../../errors/evaluation.ts';
import { headOf } from '../../../evaluation/head.ts';
import { budgetForcingFindings } from '../../../evaluation/study/budget-forcing.ts';
import { budgetForcingReport } from '../../../evaluation/study/budget-forcing-report.ts';
import { forcedAnswers } from '../../../evaluation/study/forced-answers.ts';
import type { BudgetForcing, ForcedRow } from '../../../protocol/evaluation-studies.ts';
import { optional, optionalInteger, UsageError, type Invocation } from '../../command.ts';
import { finish } from '../finish.ts';
import { openStudy, studyOptions, type StudyOptions } from './open.ts';

/** The paper's gain is of four iterations. */
const usual = { iterations: 4, continuation: 'Wait' };

/** Problems that are answered side by side. */
const atOnce = 16;

export async function studyBudgetForcing(invocation: Invocation): Promise<void> {
  const { signal, say } = invocation;
  const options = studyOptions(invocation);
  const forcing = {
    iterations: optionalInteger(invocation, 'iterations', 1) ?? usual.iterations,
    continuation: continuationOf(invocation),
    answerTokens: answerTokensOf(invocation, options),
  };
  await using study = await openStudy(invocation, options);
  const { file, problems, total, subject, sampling } = study;
  const rows: ForcedRow[] = [];
  for (let start = 0; start < problems.length; start += atOnce) {
    signal.throwIfAborted();
    rows.push(...(await forcedAnswers(problems.slice(start, start + atOnce), { ...sampling, ...forcing })));
    say(`${Math.min(start + atOnce, problems.length)} of ${problems.length} problems`);
  }
  if (rows.length === 0) throw nothingToStudy(file, problems.length, sampling.maxPromptTokens);
  const { continuation, answerTokens, iterations } = forcing;
  const result: BudgetForcing = {
    ...(await headOf(subject, [file], total)),
    kind: 'budget-forcing',
    temperature: options.temperature,
    maxTokens: options.maxTokens,
    answerTokens,
    continuation,
    leftOut: problems.length - rows.length,
    ...budgetForcingFindings(rows, iterations),
  };
  await finish(invocation, result, budgetForcingReport(result));
}

function continuationOf(invocation: Invocation): string {
  const text = optional(invocation, 'continuation') ?? usual.continuation;
  if (text.trim() === '') throw new UsageError('--continuation takes a word or more, and it is blank');
  return text;
}

/** A quarter unless told. The thinking keeps a token, and one more ends it. */
function answerTokensOf(invocation: Invocation, { maxTokens }: StudyOptions): number {
  const told = optionalInteger(invocation, 'answer-tokens', 1);
  const answerTokens = told ?? Math.max(1, Math.floor(maxTokens / 4));
  if (answerTokens > maxTokens - 2) {
    throw new UsageError(
      `of --max-tokens ${maxTokens}, --answer-tokens can keep ${Math.max(0, maxTokens - 2)} at most, not ${answerTokens}`,
    );
  }
  return answerTokens;
}
