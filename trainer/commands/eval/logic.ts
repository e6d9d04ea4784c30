/** `eval --logic`: a model on logic questions that it was not trained for. */
import { noQuestionFits } from '../../errors/evaluation.ts';
import { headOf } from '../../evaluation/head.ts';
import { askQuestions, drawQuestions } from '../../evaluation/logic/ask.ts';
import { logicFindings } from '../../evaluation/logic/findings.ts';
import { readAllQuestions } from '../../evaluation/logic/questions.ts';
import { logicReport } from '../../evaluation/logic/report.ts';
import type { LogicEvaluation } from '../../protocol/evaluation.ts';
import { openPolicy } from '../../run/crl/policy.ts';
import { optionalInteger, optionalNumber, UsageError, type Invocation } from '../command.ts';
import { finish, refuseResult } from './finish.ts';
import { choosePolicy, policyTitle } from './policy.ts';

const usualTokens = 512;

export async function evaluateLogic(invocation: Invocation): Promise<void> {
  const { signal, say } = invocation;
  const files = namedFiles(invocation.values['logic']);
  const limit = optionalInteger(invocation, 'limit', 1) ?? Infinity;
  const maxTokens = optionalInteger(invocation, 'max-tokens', 1) ?? usualTokens;
  const temperature = optionalNumber(invocation, 'temperature', 0) ?? 0;
  const seed = optionalInteger(invocation, 'seed', 0) ?? 0;
  await refuseResult(invocation);
  const chosen = await choosePolicy(invocation);
  const all = await readAllQuestions(files);
  const questions = drawQuestions(all, limit, seed);
  await using model = await openPolicy(chosen);
  const maxPromptTokens = model.maxPositions - maxTokens;
  const { answers, tooLong } = await askQuestions({
    engine: model.engine,
    tokenizer: model.tokenizer,
    questions,
    maxPromptTokens,
    maxTokens,
    temperature,
    seed,
    signal,
    onProgress: (done) => say(`${done} of ${questions.length} questions`),
  });
  if (answers.length === 0) throw noQuestionFits(questions.length, maxPromptTokens);
  const result: LogicEvaluation = {
    ...(await headOf(policyTitle(chosen), files, all.length)),
    kind: 'logic',
    temperature,
    maxTokens,
    tooLong,
    ...logicFindings(answers),
  };
  await finish(invocation, result, logicReport(result));
}

function namedFiles(given: Invocation['values'][string]): readonly string[] {
  const files = Array.isArray(given) ? given.map(String) : [];
  if (new Set(files).size < files.length) throw new UsageError('--logic names a file twice');
  return files;
}
