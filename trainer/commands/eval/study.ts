/** `eval --study self-critique`: whether a model chooses well among its own answers. */
import { nothingToStudy } from '../../errors/evaluation.ts';
import { headOf } from '../../evaluation/head.ts';
import { candidatesOf } from '../../evaluation/study/candidates.ts';
import { selfCritiqueFindings } from '../../evaluation/study/self-critique.ts';
import { selfCritiqueReport } from '../../evaluation/study/self-critique-report.ts';
import { parallelism } from '../../machine.ts';
import type { CandidatesRow, SelfCritique } from '../../protocol/evaluation.ts';
import { sandboxLimits } from '../../run/crl/open.ts';
import { openSandbox } from '../../sandbox/open.ts';
import { loadAll, readProblems } from '../../tasks/read.ts';
import { openPolicy } from '../../run/crl/policy.ts';
import { optionalInteger, optionalNumber, required, UsageError, type Invocation } from '../command.ts';
import { finish, refuseResult } from './finish.ts';
import { choosePolicy, policyTitle } from './policy.ts';

/** Smaller than the paper's ten candidates with 64 critiques each, which take hours on one machine. */
const usual = { candidates: 4, critiques: 4, maxTokens: 512, temperature: 0.6 };

export async function evaluateStudy(invocation: Invocation): Promise<void> {
  const { signal, say } = invocation;
  const study = required(invocation, 'study');
  if (study !== 'self-critique') throw new UsageError(`--study takes self-critique, not "${study}"`);
  const file = required(invocation, 'problems');
  const counts = {
    candidates: optionalInteger(invocation, 'candidates', 1) ?? usual.candidates,
    critiques: optionalInteger(invocation, 'critiques', 1) ?? usual.critiques,
  };
  const maxTokens = optionalInteger(invocation, 'max-tokens', 1) ?? usual.maxTokens;
  const temperature = optionalNumber(invocation, 'temperature', 0) ?? usual.temperature;
  const seed = optionalInteger(invocation, 'seed', 0) ?? 0;
  const limit = optionalInteger(invocation, 'limit', 1) ?? Infinity;
  await refuseResult(invocation);
  const chosen = await choosePolicy(invocation);
  const all = await loadAll(readProblems(file, { signal }));
  const problems = all.slice(0, limit);
  await using sandbox = await openSandbox({
    workers: parallelism(optionalInteger(invocation, 'workers', 1)),
  });
  await using model = await openPolicy(chosen);
  const { engine, tokenizer } = model;
  const limits = sandboxLimits(chosen.config);
  const maxPromptTokens = model.maxPositions - maxTokens;
  const sampling = {
    engine,
    tokenizer,
    sandbox,
    limits,
    ...counts,
    maxPromptTokens,
    maxTokens,
    temperature,
    seed,
    signal,
  };
  const rows: CandidatesRow[] = [];
  for (const [index, problem] of problems.entries()) {
    signal.throwIfAborted();
    const row = await candidatesOf(problem, sampling);
    if (row !== null) rows.push(row);
    say(`${index + 1} of ${problems.length} problems`);
  }
  if (rows.length === 0) throw nothingToStudy(file, problems.length, maxPromptTokens);
  const result: SelfCritique = {
    ...(await headOf(policyTitle(chosen), [file], all.length)),
    kind: 'self-critique',
    temperature,
    maxTokens,
    leftOut: problems.length - rows.length,
    ...selfCritiqueFindings(rows, counts),
  };
  await finish(invocation, result, selfCritiqueReport(result));
}
