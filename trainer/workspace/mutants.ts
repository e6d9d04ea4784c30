/** Mistakes in one function of a file; the rest of the file stays as it is. */
import { mutate } from '../candidates/mutation/mutate.ts';
import { hashSeed } from '../random.ts';
import type { FunctionFinder } from '../source/finder.ts';
import type { FoundFunction } from '../source/found.ts';
import type { SyntaxReader } from '../source/syntax.ts';
import type { Target } from './targets.ts';

export interface TargetMutant {
  readonly operator: string;
  /** The first line of the solution that is another one, from 1. */
  readonly line: number;
  /** The whole file. */
  readonly text: string;
  /** The function in it as a critic is shown it. */
  readonly solution: string;
}

export interface Readers {
  readonly finder: FunctionFinder;
  readonly reader: SyntaxReader;
}

/** At most `tries` of them, in the order in which they are to be tried; they depend on the seed and the target's id. */
export function mutantsOf(
  target: Target,
  { tries, seed }: { readonly tries: number; readonly seed: number },
  { finder, reader }: Readers,
): TargetMutant[] {
  const { source, index, found, solution } = target;
  const { text, language } = source;
  const mutants = mutate(
    {
      source: text,
      language,
      count: tries,
      mistakes: 1,
      seed: hashSeed(seed, target.id),
      seen: new Set<string>(),
      within: bodyOf(found, text),
    },
    reader,
  );
  return (mutants ?? []).flatMap(({ operator, source: mutated }) => {
    // A mistake moves what follows it only, so the function is found in its old place of the list.
    const other = finder.find(mutated, language)[index];
    if (other?.name !== found.name || other.solution === solution) return [];
    return [
      { operator, line: firstOtherLine(solution, other.solution), text: mutated, solution: other.solution },
    ];
  });
}

/** From behind the signature, which is a part of the question, to the end of the last line. */
function bodyOf({ place }: FoundFunction, text: string): { start: number; end: number } {
  const rest = /^[ \t;]*(?:\n|$)/.exec(text.slice(place.end))?.[0] ?? '';
  return { start: text.slice(0, place.body).trimEnd().length, end: place.end + rest.length };
}

function firstOtherLine(one: string, other: string): number {
  const others = other.split('\n');
  return one.split('\n').findIndex((line, index) => line !== others[index]) + 1;
}
