/** All families by theme, and those that training never sees. */
import type { Family } from '../family.ts';
import { arithmetic } from './arithmetic.ts';
import { changedWords } from './changed-words.ts';
import { conditions } from './conditions.ts';
import { counting } from './counting.ts';
import { dates } from './dates.ts';
import { decisions } from './decisions.ts';
import { dictionaries } from './dictionaries.ts';
import { digits } from './digits.ts';
import { games } from './games.ts';
import { grades } from './grades.ts';
import { letters } from './letters.ts';
import { listParts } from './list-parts.ts';
import { lists } from './lists.ts';
import { loops } from './loops.ts';
import { marks } from './marks.ts';
import { matrices } from './matrices.ts';
import { matrixLines } from './matrix-lines.ts';
import { money } from './money.ts';
import { positions } from './positions.ts';
import { ranges } from './ranges.ts';
import { rounds } from './rounds.ts';
import { running } from './running.ts';
import { searching } from './searching.ts';
import { sentences } from './sentences.ts';
import { sequences } from './sequences.ts';
import { sets } from './sets.ts';
import { shopping } from './shopping.ts';
import { sorting } from './sorting.ts';
import { strings } from './strings.ts';
import { tallies } from './tallies.ts';
import { twoLists } from './two-lists.ts';
import { wordLists } from './words.ts';

export const families: readonly Family[] = [
  ...arithmetic,
  ...digits,
  ...loops,
  ...ranges,
  ...decisions,
  ...conditions,
  ...money,
  ...shopping,
  ...dates,
  ...grades,
  ...games,
  ...rounds,
  ...lists,
  ...listParts,
  ...twoLists,
  ...sets,
  ...sequences,
  ...running,
  ...searching,
  ...positions,
  ...sorting,
  ...counting,
  ...strings,
  ...marks,
  ...letters,
  ...wordLists,
  ...changedWords,
  ...sentences,
  ...dictionaries,
  ...tallies,
  ...matrices,
  ...matrixLines,
];

/** Held out as a whole: about one in six, spread over the themes. */
export const newFamilies: ReadonlySet<string> = new Set([
  'nearby-multiple',
  'properties-of-two',
  'count-down-list',
  'alternate-by-property',
  'who-wins',
  'order-of-three',
  'tax-rule',
  'price-in-budget',
  'opening-hours',
  'names-that-pass',
  'score-with-floor',
  'replace-where',
  'rotate',
  'dot-product',
  'filter-by-other',
  'peaks',
  'before-the-stop',
  'second-match',
  'extreme-index-value',
  'gaps-when-sorted',
  'count-inside',
  'count-equal-to',
  'change-class',
  'put-marks',
  'digits-in-text',
  'words-with-letter',
  'letter-in-words',
  'number-the-words',
  'look-up',
  'filter-dictionary',
  'rows-where',
  'border-lines',
]);
