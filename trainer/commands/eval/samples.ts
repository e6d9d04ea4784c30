/** `eval --problems (--base | --run)`: pass@k of a model, sampled as `data sample` samples it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { policySamplingOf, samplePolicy } from '../../candidates/policy.ts';
import { gatherSolutions } from '../../candidates/solutions.ts';
import { Transcript } from '../../candidates/transcript.ts';
import { nothingFits } from '../../errors/evaluation.ts';
import { hashFile } from '../../hash.ts';
import { prepareFile } from '../../output.ts';
import type { Problem, Solution } from '../../protocol/data.ts';
import type { PassEvaluation } from '../../protocol/evaluation.ts';
import { openPolicy, type PolicyChoice } from '../../run/crl/policy.ts';
import { loadAll, readProblems } from '../../tasks/read.ts';
import {
  optional,
  optionalInteger,
  optionalNumber,
  required,
  UsageError,
  type Invocation,
} from '../command.ts';
import { usual } from '../data/sample/options.ts';
import { progressOf } from '../data/sample/progress.ts';
import { writeRows } from '../write-rows.ts';
import { refuseResult } from './finish.ts';
import { evaluatePasses, openWorkers, usualKsOf, wantedKs } from './pass.ts';
import { choosePolicy, policyTitle } from './policy.ts';

export async function evaluateSamples(invocation: Invocation): Promise<void> {
  const file = required(invocation, 'problems');
  const samples = optionalInteger(invocation, 'samples', 1) ?? usual.perProblem;
  const ks = wantedKs(invocation) ?? usualKsOf(samples);
  if (Math.max(...ks) > samples)
    throw new UsageError(`--k ${Math.max(...ks)} needs as many --samples, not ${samples}`);
  const asked = {
    temperature: optionalNumber(invocation, 'temperature', 0) ?? usual.temperature,
    maxTokens: optionalInteger(invocation, 'max-tokens', 1),
    seed: optionalInteger(invocation, 'seed', 0) ?? 0,
  };
  const limit = optionalInteger(invocation, 'limit', 1) ?? Infinity;
  const keep = optional(invocation, 'keep');
  const chosen = await choosePolicy(invocation);
  if (keep !== undefined) await prepareFile(keep, invocation.values['force'] === true);
  await refuseResult(invocation);
  const all = await loadAll(readProblems(file, { signal: invocation.signal }));
  const problems = all.slice(0, limit);
  const sampling = policySamplingOf(chosen, { problems: await hashFile(file), topP: 1, ...asked });
  await using sandbox = await openWorkers(invocation);
  const solutions = await sampled(invocation, chosen, sampling, problems, samples);
  if (solutions.length === 0) throw nothingFits(file, problems.length);
  if (keep !== undefined) await writeRows(keep, solutions);
  const { temperature, maxTokens } = sampling;
  const told: PassEvaluation['sampling'] = { samples, temperature, maxTokens, seed: asked.seed };
  await evaluatePasses(invocation, {
    subject: policyTitle(chosen),
    file,
    total: all.length,
    problems,
    solutions,
    ks,
    sampling: told,
    sandbox,
  });
}

/** An answer without a program fails; problems that are too long have none. */
async function sampled(
  { signal, say }: Invocation,
  chosen: PolicyChoice,
  sampling: ReturnType<typeof policySamplingOf>,
  problems: readonly Problem[],
  perProblem: number,
): Promise<readonly Solution[]> {
  const folder = await mkdtemp(join(tmpdir(), 'critique-coder-eval-'));
  try {
    await using policy = await openPolicy(chosen);
    await using transcript = await Transcript.begin(join(folder, 'transcript.jsonl'), sampling);
    const onExchange = progressOf(transcript, problems, perProblem, say);
    await samplePolicy({
      policy,
      sampling,
      problems,
      perProblem,
      mostTokens: Infinity,
      transcript,
      signal,
      onExchange,
    });
    return (await gatherSolutions(transcript.path, sampling, problems, perProblem, true)).rows;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
