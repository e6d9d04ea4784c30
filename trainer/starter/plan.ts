/** Which problems a family makes, and on which side of the split each of them stands. */
import { createRandom, hashSeed, type Random } from '../random.ts';
import type { Choice, Family, Option, Parameter } from './family.ts';

/** The base model has learned from `warm-up` and from nothing else; reinforcement learning is given `train`. */
export const splitNames = [
  'warm-up',
  'train',
  'validation',
  'held-out-same-families',
  'held-out-new-families',
] as const;
export type SplitName = (typeof splitNames)[number];
/** Those that some training sees. */
export const trainedSplits = ['warm-up', 'train'] as const satisfies readonly SplitName[];

export interface Planned {
  readonly choice: Choice;
  readonly split: SplitName;
}

const mostOfTrained = 25;
const mostFurther = 15;
const furtherSeed = 99;
/** Half of them for the base model, half for reinforcement learning. */
const mostWider = 60;
const widerSeed = 100;
const mostOfNew = 14;

/**
 * Distinct choices in a drawn order. A family that is trained on gives 8 % of its first choices to validation and 15 %
 * to the held-out problems; the others are the base model's, come first and show every option at least once. Further
 * choices, where a family has them, are for reinforcement learning: it would learn little from problems that the base
 * model has seen solved.
 */
export function planFamily(family: Family, isNew: boolean, random: Random): Planned[] {
  const choices = coveringFirst(random.shuffle(choicesOf(family)));
  if (isNew) return choices.slice(0, mostOfNew).map((choice) => ({ choice, split: 'held-out-new-families' }));
  const kept = choices.slice(0, mostOfTrained);
  const validation = Math.round(kept.length * 0.08);
  const heldOut = Math.round(kept.length * 0.15);
  const trained = kept.length - validation - heldOut;
  const splitAt = (index: number): SplitName =>
    index < trained ? 'warm-up' : index < trained + validation ? 'validation' : 'held-out-same-families';
  return [
    ...kept.map((choice, index) => ({ choice, split: splitAt(index) })),
    ...furtherChoices(family, kept).map((choice): Planned => ({ choice, split: 'train' })),
    ...widerChoices(family).map((choice, index): Planned => ({
      choice,
      split: index % 2 === 0 ? 'warm-up' : 'train',
    })),
  ];
}

/** Drawn apart from the first ones, so that their number can change without those. */
function furtherChoices(family: Family, kept: readonly Choice[]): readonly Choice[] {
  const known = new Set(kept.map((choice) => choiceKey(family, choice)));
  const left = choicesOf(family).filter((choice) => !known.has(choiceKey(family, choice)));
  const random = createRandom(hashSeed(furtherSeed, family.name));
  return random.shuffle(left).slice(0, mostFurther);
}

/** Those with an option that only training sees. */
function widerChoices(family: Family): readonly Choice[] {
  const isWider = (choice: Choice): boolean =>
    Object.entries(family.params).some(([name, { wider }]) =>
      wider.some((option) => option === choice[name]),
    );
  const random = createRandom(hashSeed(widerSeed, family.name));
  return random.shuffle(combinations(family, everyOption).filter(isWider)).slice(0, mostWider);
}

/** Every combination of the family's options, the wider ones left out. */
export function choicesOf(family: Family): Choice[] {
  return combinations(family, ({ options }) => options);
}

function combinations(family: Family, optionsOf: (parameter: Parameter) => readonly Option[]): Choice[] {
  return Object.entries(family.params).reduce<Choice[]>(
    (choices, [name, parameter]) =>
      choices.flatMap((choice) => optionsOf(parameter).map((option) => ({ ...choice, [name]: option }))),
    [{}],
  );
}

function everyOption({ options, wider }: Parameter): readonly Option[] {
  return [...options, ...wider];
}

/** The same choices, those that show an option for the first time in front. */
function coveringFirst(choices: readonly Choice[]): Choice[] {
  const seen = new Set<unknown>();
  const showsNew = (choice: Choice): boolean => {
    const fresh = Object.values(choice).filter((option) => !seen.has(option));
    for (const option of fresh) seen.add(option);
    return fresh.length > 0;
  };
  const first = choices.filter(showsNew);
  return [...first, ...choices.filter((choice) => !first.includes(choice))];
}

/** The choices that differ from this one in one parameter, which takes no wider option, each with its name. */
export function neighboursOf(
  family: Family,
  choice: Choice,
): { readonly param: string; readonly choice: Choice }[] {
  return Object.entries(family.params).flatMap(([param, { options }]) =>
    options
      .filter((option) => option !== choice[param])
      .map((option) => ({ param, choice: { ...choice, [param]: option } })),
  );
}

/** A text that is equal for equal choices. */
export function choiceKey(family: Family, choice: Choice): string {
  return Object.entries(family.params)
    .map(([name, parameter]) => everyOption(parameter).findIndex((option) => option === choice[name]))
    .join('/');
}
