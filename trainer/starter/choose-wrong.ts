/** Chooses the wrong solutions that are kept. */
import type { Random } from '../random.ts';
import { chance } from './draw.ts';
import type { WrongDraft } from './solutions.ts';

const wrongCount = 4;

/**
 * How often a wrong solution is the right one of a neighbouring problem, if there is a choice. These carry no sign of
 * being wrong apart from the statement; the rest brings mistakes that no parameter describes.
 */
const neighbourShare = 0.6;

/**
 * One for each right solution that it was made from, if there are such; of different kinds, if there are such. A missed
 * edge case goes before other mutants: few problems have edge cases, and people miss them often.
 */
export function chooseWrong<T extends WrongDraft>(drafts: readonly T[], random: Random): T[] {
  const chosen: T[] = [];
  for (let slot = 0; slot < wrongCount; slot += 1) {
    const wantNeighbour = chance(neighbourShare, random);
    const left = random.fork(slot).shuffle(drafts.filter((draft) => !chosen.includes(draft)));
    const merit = (draft: T): number =>
      (draft.isNeighbour === wantNeighbour ? 4 : 0) +
      (chosen.some((other) => other.kind === draft.kind) ? 0 : 2) +
      (draft.kind === 'missed-edge-case' ? 1 : 0) +
      (chosen.some((other) => other.base === draft.base) ? 0 : 1);
    const best = left.reduce<T | undefined>(
      (top, draft) => (top === undefined || merit(draft) > merit(top) ? draft : top),
      undefined,
    );
    if (best !== undefined) chosen.push(best);
  }
  return chosen;
}
