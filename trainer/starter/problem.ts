/** Makes one problem: draws inputs, executes right and wrong solutions, chooses tests, labels by their outcomes. */
import { noAnswers, stylesDiffer } from '../errors/starter.ts';
import type { FunctionTest, Json } from '../protocol/data.ts';
import type { Random } from '../random.ts';
import { valuesEqual } from '../sandbox/compare.ts';
import type { CaseOutcome } from '../sandbox/types.ts';
import { isCorrect, paperThreshold } from '../tasks/label.ts';
import { chooseTests, type Candidate } from './choose-tests.ts';
import { chooseWrong } from './choose-wrong.ts';
import type { BugKind, Family } from './family.ts';
import { drawInputs, hintsOf } from './inputs.ts';
import type { StarterRow, StarterSolution } from './set.ts';
import { allForms, draftRight, draftWrong, type WrongContext, type WrongDraft } from './solutions.ts';
import { statementOf } from './template.ts';

/** Runs the program's entry point on every input; expected outputs are no part of it. */
export type Execute = (
  program: string,
  entryPoint: string,
  inputs: readonly (readonly Json[])[],
) => Promise<readonly CaseOutcome[]>;

/** A wrong draft with its outcome on each input: whether it differs from the reference's. */
interface Examined extends WrongDraft {
  readonly kills: readonly boolean[];
}

/** The problem with its tests and solutions, or null if its answer is always the same: that would be no problem. */
export async function makeProblem(
  id: string,
  context: WrongContext,
  execute: Execute,
  random: Random,
): Promise<StarterRow | null> {
  const { family, choice } = context;
  const entryPoint = family.signature.split('(')[0] ?? '';
  const run: Run = (program, inputs) => execute(program, entryPoint, inputs);
  const forms = allForms(family, choice);
  const reference = forms[0]?.program ?? '';
  const rights = draftRight(forms, random.fork('right'));

  const cases = await answers(reference, drawInputs(family, hintsOf(reference), random.fork('inputs')), run);
  if (cases.length < 8) throw noAnswers(family.name, reference, cases.length);
  if (new Set(cases.map((test) => JSON.stringify(test.expected))).size < 2) return null;
  await requireEqual(family, reference, [...forms, ...rights], cases, run);

  const examined = await examine(draftWrong(context, rights, random.fork('wrong')), cases, run);
  const chosen = chooseTests(cases.map((test, at) => candidateOf(test, examined, at)));
  const rate = (wrong: Examined): number => chosen.filter((at) => !wrong.kills[at]).length / chosen.length;
  const wrongs = chooseWrong(
    examined.filter((wrong) => isWrong(wrong.kind, rate(wrong))),
    random.fork('choose'),
  );
  return {
    problem: {
      id,
      question: statementOf(family, choice, random.fork('statement')),
      language: 'python',
      entryPoint,
      starterCode: `def ${family.signature}:`,
      solution: reference,
      family: family.name,
      tests: chosen.flatMap((at) => cases[at] ?? []),
    },
    solutions: random
      .fork('order')
      .shuffle([
        ...rights.map(({ program }) => rightSolution(program, reference)),
        ...wrongs.map((wrong) => wrongSolution(wrong, rate(wrong))),
      ]),
  };
}

/**
 * A solution that fails a test is wrong. One that passes so many that the paper would call it correct is left out,
 * unless what it misses is an edge case: that is often a single input.
 */
function isWrong(kind: BugKind, passRate: number): boolean {
  return passRate < 1 && (kind === 'missed-edge-case' || !isCorrect(passRate, paperThreshold));
}

function rightSolution(program: string, reference: string): StarterSolution {
  return {
    solution: program,
    correct: true,
    passRate: 1,
    kind: program === reference ? 'reference' : 'variant',
  };
}

function wrongSolution({ program, kind, note }: WrongDraft, passRate: number): StarterSolution {
  return { solution: program, correct: false, passRate, kind, note };
}

type Run = (program: string, inputs: readonly Json[][]) => Promise<readonly CaseOutcome[]>;

/** The distinct inputs on which the reference returns, with what it returns. */
async function answers(reference: string, inputs: readonly Json[][], run: Run): Promise<FunctionTest[]> {
  const outcomes = await run(reference, inputs);
  return inputs.flatMap((input, at) => {
    const outcome = outcomes[at];
    return outcome?.status === 'returned' ? [{ input, expected: outcome.value }] : [];
  });
}

/** Every right solution answers like the reference on every input, not only on the tests. */
async function requireEqual(
  family: Family,
  reference: string,
  rights: readonly { readonly program: string }[],
  cases: readonly FunctionTest[],
  run: Run,
): Promise<void> {
  for (const program of new Set(rights.map((right) => right.program))) {
    const failed = (await differences(program, cases, run)).kills.indexOf(true);
    if (failed >= 0) throw stylesDiffer(family.name, reference, program, cases[failed]?.input);
  }
}

/** Where a program differs from the expected values, and whether it is worth showing: it ends, and mostly returns. */
async function differences(
  program: string,
  cases: readonly FunctionTest[],
  run: Run,
): Promise<{ kills: boolean[]; plausible: boolean }> {
  const outcomes = await run(
    program,
    cases.map((test) => test.input),
  );
  const kills = cases.map(({ expected }, at) => {
    const outcome = outcomes[at];
    return outcome?.status !== 'returned' || !valuesEqual(expected, outcome.value);
  });
  const returned = outcomes.filter((outcome) => outcome.status === 'returned').length;
  const ends = outcomes.every(({ status }) => status === 'returned' || status === 'raised');
  return { kills, plausible: ends && returned >= cases.length / 2 };
}

async function examine(
  drafts: readonly WrongDraft[],
  cases: readonly FunctionTest[],
  run: Run,
): Promise<Examined[]> {
  const results = await Promise.all(
    drafts.map(async (draft) => ({ ...draft, ...(await differences(draft.program, cases, run)) })),
  );
  return results.filter((result) => result.plausible && result.kills.includes(true));
}

function candidateOf(test: FunctionTest, examined: readonly Examined[], at: number): Candidate {
  return {
    size: JSON.stringify(test.input).length,
    expected: JSON.stringify(test.expected),
    kills: examined.map(({ kills }) => kills[at] ?? true),
  };
}
