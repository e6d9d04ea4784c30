/** Makes wrong programs out of right ones: each mutant is the program with one mistake, or with two. */
import { createRandom, type Random } from '../../random.ts';
import type { SourceLanguage } from '../../source/grammars.ts';
import { descendantsOf, type SyntaxReader, type SyntaxTree } from '../../source/syntax.ts';
import { namesOf } from './names.ts';
import { normalForm } from './normal-form.ts';
import { applied, familyOf, overlap, type Change, type Site } from './operator.ts';
import { operators } from './operators.ts';
import { isOutside } from './operators/statements.ts';

export interface Mutant {
  /** Name of the operator; of two, joined with `+`, in the order in which they stand in the source. */
  readonly operator: string;
  /** 1-based line of the original in which the first change begins. */
  readonly line: number;
  readonly source: string;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

export interface MutateOptions {
  readonly source: string;
  readonly language: SourceLanguage;
  /** Mutants wanted; there are fewer where the program offers fewer. */
  readonly count: number;
  /** Mistakes in each mutant. */
  readonly mistakes: 1 | 2;
  readonly seed: number;
  /** Only mistakes in this part of the source, in UTF-16 units; anywhere unless given. */
  readonly within?: Span;
  /** Normal forms that are no new program; those of the mutants are added. */
  readonly seen: Set<string>;
}

interface Candidate {
  readonly operator: string;
  readonly line: number;
  readonly at: number;
  readonly change: Change;
}

/**
 * Mutants that parse and that differ, by more than their layout, from the original, from one another and from what was
 * `seen` before. Operators take turns in a seeded order, so none has more mutants than another one that could have
 * had them. Null for a program that does not parse itself, or only slowly.
 */
export function mutate(options: MutateOptions, reader: SyntaxReader): Mutant[] | null {
  const {
    source,
    language,
    count,
    mistakes,
    seed,
    seen,
    within = { start: 0, end: source.length },
  } = options;
  const original = reader.read(source, language);
  if (original === null || original.broken) return null;
  seen.add(normalForm(original));
  const random = createRandom(seed);
  const single = inTurns(candidatesOf(original, { source, language, within }), random);
  const drawn = mistakes === 1 ? single : paired(single, random);
  const mutants: Mutant[] = [];
  for (const { operator, line, change } of drawn) {
    if (mutants.length >= count) break;
    const mutated = applied(source, change);
    const tree = reader.read(mutated, language);
    if (tree === null || tree.broken) continue;
    const form = normalForm(tree);
    if (seen.has(form)) continue;
    seen.add(form);
    mutants.push({ operator, line, source: mutated });
  }
  return mutants;
}

/** Everything that every operator can do, by operator. */
function candidatesOf(
  { root }: SyntaxTree,
  { source, language, within }: Required<Pick<MutateOptions, 'source' | 'language' | 'within'>>,
): Candidate[][] {
  const family = familyOf(language);
  const site: Site = { source, family, names: namesOf(root, family) };
  const nodes = [...descendantsOf(root, (node) => meets(node, within) && !isOutside(node))];
  return operators.map(({ name, nodes: types, changes }) =>
    nodes
      .filter(({ type }) => types[family].includes(type))
      .flatMap((node) => changes(node, site))
      .filter((change) => change.every(({ start, end }) => within.start <= start && end <= within.end))
      .map((change) => candidateOf(name, change, source)),
  );
}

const meets = (one: Span, other: Span): boolean => one.start <= other.end && other.start <= one.end;

function candidateOf(operator: string, change: Change, source: string): Candidate {
  const first = Math.min(...change.map(({ start, end }) => firstChanged(source, start, end)));
  const line = source.slice(0, first).split('\n').length;
  return { operator, line, at: first, change };
}

/** An edit may begin with the end of the line before. */
const firstChanged = (source: string, start: number, end: number): number =>
  start + (/^\s*/.exec(source.slice(start, end))?.[0].length ?? 0);

/** Each operator's own in a random order, one of each operator after the other. */
function inTurns(groups: readonly (readonly Candidate[])[], random: Random): Candidate[] {
  const shuffled = random.shuffle(
    groups.filter((group) => group.length > 0).map((group) => random.shuffle(group)),
  );
  const rounds = Math.max(0, ...shuffled.map(({ length }) => length));
  return Array.from({ length: rounds }).flatMap((_, round) =>
    shuffled.flatMap((group) => group.slice(round, round + 1)),
  );
}

/** Each with the first of the others that is not too near to be told apart. */
function paired(candidates: readonly Candidate[], random: Random): Candidate[] {
  return candidates.flatMap((one) => {
    const other = random.shuffle(candidates).find(({ line, change }) => {
      return line !== one.line && !overlap(change, one.change);
    });
    if (other === undefined) return [];
    const [first, second] = one.at < other.at ? [one, other] : [other, one];
    return [
      {
        operator: `${first.operator}+${second.operator}`,
        line: first.line,
        at: first.at,
        change: [...first.change, ...second.change],
      },
    ];
  });
}
