/** Makes the starter set. The same seed makes the same set, whatever executes the programs. */
import { sameStatement } from '../errors/starter.ts';
import { createRandom, hashSeed } from '../random.ts';
import { families, newFamilies } from './families/index.ts';
import type { Family } from './family.ts';
import { choiceKey, planFamily, type Planned, type SplitName } from './plan.ts';
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
  const random = createRandom(hashSeed(seed, family.name));
  const planned = planFamily(family, newFamilies.has(family.name), random.fork('plan'));
  const hidden = hiddenFrom(family, planned);
  const rows: PlacedRow[] = [];
  for (const [index, { choice, split }] of planned.entries()) {
    const id = `${family.name}/${String(index).padStart(2, '0')}`;
    const context = { family, choice, hidden: trainedOn.has(split) ? hidden : nothingHidden };
    const row = await makeProblem(id, context, execute, random.fork(id));
    if (row !== null) rows.push({ split, row });
  }
  return rows;
}

/** Splits that some training sees. */
const trainedOn: ReadonlySet<SplitName> = new Set(['warm-up', 'train']);

const nothingHidden: Hidden = { choices: new Set(), programs: new Set() };

/** What training must not show: a held-out problem's solution, labelled wrong because it solves another problem. */
function hiddenFrom(family: Family, planned: readonly Planned[]): Hidden {
  const heldOut = planned.filter(({ split }) => !trainedOn.has(split)).map(({ choice }) => choice);
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
