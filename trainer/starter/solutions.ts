/** Right and wrong solutions of one problem, as written: nothing has been executed yet. */
import type { Random } from '../random.ts';
import { mutantsOf } from './bugs/mutate.ts';
import { describeBug } from './bugs/notes.ts';
import { swapKind } from './bugs/token-edits.ts';
import type { BugKind, Choice, Family } from './family.ts';
import { choiceKey, neighboursOf } from './plan.ts';
import { drawRenaming, rename, withoutNames, type Renaming } from './rename.ts';
import { formsOf, type Form } from './restyle.ts';
import { programOf } from './template.ts';

/** A right solution: one of the problem's forms with names of its own. */
export interface RightDraft {
  readonly form: Form;
  readonly renaming: Renaming;
  readonly program: string;
}

/** A wrong solution, made from the right one at `base`, with the same style and names. */
export interface WrongDraft {
  readonly kind: BugKind;
  readonly note: string;
  readonly program: string;
  readonly base: number;
  /** Whether it is the right solution of another problem of the family. */
  readonly isNeighbour: boolean;
}

const rightCount = 4;
const neighboursPerBase = 5;
const mutantsPerBase = 7;

/** Every form of every one of the family's solutions; the reference comes first. */
export function allForms(family: Family, choice: Choice): Form[] {
  return family.solve.flatMap((body, index) => formsOf(programOf(family, choice, body), String(index)));
}

const referenceForm = '0';

/** Different forms as far as there are, then the same forms with other names. */
export function draftRight(forms: readonly Form[], random: Random): RightDraft[] {
  const drafts: RightDraft[] = [];
  for (let round = 0; round < 12 && drafts.length < rightCount; round += 1) {
    for (const form of random.fork(round).shuffle(forms)) {
      const renaming = drawRenaming(form.program, random.fork(`${round}/${form.id}`));
      const program = rename(form.program, renaming);
      const isNew = !drafts.some((draft) => draft.program === program);
      if (isNew && drafts.length < rightCount) drafts.push({ form, renaming, program });
    }
  }
  return drafts;
}

/** What a wrong solution must not be, though it is wrong here: the right one of a problem that is held out. */
export interface Hidden {
  /** Keys of choices. */
  readonly choices: ReadonlySet<string>;
  /** Programs without their names. */
  readonly programs: ReadonlySet<string>;
}

export interface WrongContext {
  readonly family: Family;
  readonly choice: Choice;
  readonly hidden: Hidden;
}

/** More wrong solutions than are needed: neighbours and mutants of every right draft. */
export function draftWrong(
  context: WrongContext,
  rights: readonly RightDraft[],
  random: Random,
): WrongDraft[] {
  const seen = new Set(rights.map((right) => right.program));
  const drafts: WrongDraft[] = [];
  rights.forEach((right, base) => {
    const own = random.fork(base);
    const wrong = [
      ...neighbourBugs(context, right.form, own).slice(0, neighboursPerBase),
      ...kindByKind(own.fork('mutants').shuffle(plainBugs(context, right.form))).slice(0, mutantsPerBase),
    ];
    for (const { kind, program, isNeighbour } of wrong) {
      if (context.hidden.programs.has(withoutNames(program))) continue;
      const renamed = rename(program, right.renaming);
      if (seen.has(renamed)) continue;
      seen.add(renamed);
      drafts.push({ kind, note: describeBug(right.program, renamed), program: renamed, base, isNeighbour });
    }
  });
  return drafts;
}

interface Bug {
  readonly kind: BugKind;
  readonly program: string;
  readonly isNeighbour: boolean;
}

/** First one bug of every kind, then a second of every kind that has one, and so on. */
function kindByKind(bugs: readonly Bug[]): Bug[] {
  const seen = new Map<BugKind, number>();
  const ranked = bugs.map((bug) => {
    const rank = seen.get(bug.kind) ?? 0;
    seen.set(bug.kind, rank + 1);
    return { bug, rank };
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ bug }) => bug);
}

/** The same form of the problems that differ in one parameter, in a drawn order. */
function neighbourBugs({ family, choice, hidden }: WrongContext, form: Form, random: Random): Bug[] {
  const neighbours = random.fork('neighbours').shuffle(neighboursOf(family, choice));
  return neighbours.flatMap(({ param, choice: other }) => {
    if (hidden.choices.has(choiceKey(family, other))) return [];
    const same = allForms(family, other).find((candidate) => candidate.id === form.id);
    const kind = family.params[param]?.kind;
    if (same === undefined || kind === undefined || same.program === form.program) return [];
    return [{ kind: swapKind(form.program, same.program) ?? kind, program: same.program, isNeighbour: true }];
  });
}

/** Mutants of the form; for the reference also the family's own mistakes, which are variations of it. */
function plainBugs({ family, choice }: WrongContext, form: Form): Bug[] {
  const bugs = form.id === referenceForm ? (family.bugs ?? []) : [];
  const own = bugs.map(({ kind, body }) => ({ kind, program: programOf(family, choice, body) }));
  return [...mutantsOf(form.program), ...own].map((bug) => ({ ...bug, isNeighbour: false }));
}
