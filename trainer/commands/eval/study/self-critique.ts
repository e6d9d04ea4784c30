/** `eval --study self-critique`: whether a model chooses well among its own answers. */
import { nothingToStudy } from '../../../errors/evaluation.ts';
import { headOf } from '../../../evaluation/head.ts';
import { candidatesOf } from '../../../evaluation/study/candidates.ts';
import { selfCritiqueFindings } from '../../../evaluation/study/self-critique.ts';
import { selfCritiqueReport } from '../../../evaluation/study/self-critique-report.ts';
import type { CandidatesRow, SelfCritique } from '../../../protocol/evaluation-studies.ts';
import { optionalInteger, type Invocation } from '../../command.ts';
import { finish } from '../finish.ts';
import { openStudy, studyOptions } from './open.ts';

/** Smaller than the paper's ten candidates with 64 critiques each, which take hours on one machine. */
const usual = { candidates: 4, critiques: 4 };

export async function studySelfCritique(invocation: Invocation): Promise<void> {
  const { signal, say } = invocation;
  const counts = {
    candidates: optionalInteger(invocation, 'candidates', 1) ?? usual.candidates,
    critiques: optionalInteger(invocation, 'critiques', 1) ?? usual.critiques,
  };
  const options = studyOptions(invocation);
  await using study = await openStudy(invocation, options);
  const { file, problems, total, subject, sampling } = study;
  const rows: CandidatesRow[] = [];
  for (const [index, problem] of problems.entries()) {
    signal.throwIfAborted();
    const row = await candidatesOf(problem, { ...sampling, ...counts });
    if (row !== null) rows.push(row);
    say(`${index + 1} of ${problems.length} problems`);
  }
  if (rows.length === 0) throw nothingToStudy(file, problems.length, sampling.maxPromptTokens);
  const result: SelfCritique = {
    ...(await headOf(subject, [file], total)),
    kind: 'self-critique',
    temperature: options.temperature,
    maxTokens: options.maxTokens,
    leftOut: problems.length - rows.length,
    ...selfCritiqueFindings(rows, counts),
  };
  await finish(invocation, result, selfCritiqueReport(result));
}
