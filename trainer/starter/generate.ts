/** Makes the starter set. The same seed makes the same set, whatever executes the programs. */
import { sameStatement } from '../errors/starter.ts';
import { createRandom, hashSeed, type Random } from '../random.ts';
import { families, newFamilies } from './families/index.ts';
import type { Family } from './family.ts';
import { choiceKey, planFamily, trainedSplits, type Planned, type SplitName } from './plan.ts';
import { makeProblem, type Execute } from './problem.ts';
import { withoutNames } from './rename.ts';
import { starterSet, type StarterRow, type StarterSet } from './set.ts';
import { allForms, type Hidden } from './solutions.ts';

export interface PlacedRow {
  readonly split: SplitName;
  readonly row: StarterRow;
}

/** Families that are made at the same time, so that more than one sandbox has work. */
const together = 4;

/** The whole set. `onFamily` hears of every family that is done. */
export async function generateStarter(
  seed: number,
  execute: Execute,
  onFamily: (done: number, of: number) => void = () => undefined,
): Promise<StarterSet> {
  const made = new Map<Family, readonly PlacedRow[]>();
  const waiting = [...families];
  const work = async (): Promise<void> => {
    for (let family = waiting.shift(); family !== undefined; family = waiting.shift()) {
      made.set(family, await generateFamily(family, seed, execute));
      onFamily(made.size, families.length);
    }
  };
  await Promise.all(Array.from({ length: together }, work));
  const placed = families.flatMap((family) => made.get(family) ?? []);
  requireDistinct(placed.map(({ row }) => row));
  return starterSet((split) => placed.filter((one) => one.split === split).map((one) => one.row));
}

/** The problems of one family; they depend on no other family. */
export async function generateFamily(family: Family, seed: number, execute: Execute): Promise<PlacedRow[]> {
  const planned = plannedProblems(family, seed);
  const hidden = hiddenFrom(family, planned);
  const rows: PlacedRow[] = [];
  for (const { id, choice, split } of planned) {
    const context = { family, choice, hidden: isTrained(split) ? hidden : nothingHidden };
    const row = await makeProblem(id, context, execute, randomOf(family, seed).fork(id));
    if (row !== null) rows.push({ split, row });
  }
  return rows;
}

/** What a family plans from a seed, with the problems' ids. */
export function plannedProblems(
  family: Family,
  seed: number,
): readonly (Planned & { readonly id: string })[] {
  const planned = planFamily(family, newFamilies.has(family.name), randomOf(family, seed).fork('plan'));
  return planned.map((one, index) => ({ ...one, id: `${family.name}/${String(index).padStart(2, '0')}` }));
}

/** Each family draws by itself. */
function randomOf(family: Family, seed: number): Random {
  return createRandom(hashSeed(seed, family.name));
}

function isTrained(split: SplitName): boolean {
  return trainedSplits.some((trained) => trained === split);
}

const nothingHidden: Hidden = { choices: new Set(), programs: new Set() };

/** What training must not show: a held-out problem's solution, labelled wrong because it solves another problem. */
function hiddenFrom(family: Family, planned: readonly Planned[]): Hidden {
  const heldOut = planned.filter(({ split }) => !isTrained(split)).map(({ choice }) => choice);
  const programs = heldOut.flatMap((choice) =>
    allForms(family, choice).map((form) => withoutNames(form.program)),
  );
  return {
    choices: new Set(heldOut.map((choice) => choiceKey(family, choice))),
    programs: new Set(programs),
  };
}

function requireDistinct(rows: readonly StarterRow[]): void {
  const owners = new Map<string, string>();
  for (const { problem } of rows) {
    const other = owners.get(problem.question);
    if (other !== undefined) throw sameStatement(other, problem.id, problem.question);
    owners.set(problem.question, problem.id);
  }
}
