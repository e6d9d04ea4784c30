/** All programs that differ from a given one by one small mistake. */
import type { BugKind } from '../family.ts';
import { tokenize } from '../python.ts';
import { applyEdit, type Edit } from './edit.ts';
import { expressionEdits } from './expression-edits.ts';
import { lineBugs } from './line-edits.ts';
import { tokenEdits } from './token-edits.ts';

export interface Mutant {
  readonly kind: BugKind;
  readonly program: string;
}

export function mutantsOf(program: string): Mutant[] {
  const tokens = tokenize(program);
  const edits = [...tokenEdits(tokens), ...expressionEdits(program, tokens)].filter((edit) =>
    mayEnd(program, edit),
  );
  const mutants = [
    ...edits.map((edit) => ({ kind: edit.kind, program: applyEdit(program, edit) })),
    ...lineBugs(program),
  ];
  const seen = new Set([program]);
  return mutants.filter((mutant) => !seen.has(mutant.program) && seen.add(mutant.program));
}

/**
 * Whether the mistake hardly ever makes a loop endless. Endless programs cost seconds each and teach nothing, so the
 * lines that govern a `while` loop, its head and the updates of the head's names, change in their boundary only.
 */
function mayEnd(program: string, edit: Edit): boolean {
  const head = /while (.+):/.exec(program)?.[1];
  if (head === undefined || edit.kind === 'wrong-boundary') return true;
  const line = lineAround(program, edit.start);
  const updated = /^ {8,}(\w+) ([-+*%]|\/\/)?= /.exec(line)?.[1];
  const governs = updated !== undefined && new RegExp(`\\b${updated}\\b`).test(head);
  return head !== 'True' && !governs && !line.includes('while ');
}

function lineAround(program: string, offset: number): string {
  const start = program.lastIndexOf('\n', offset - 1) + 1;
  const end = program.indexOf('\n', offset);
  return program.slice(start, end < 0 ? program.length : end);
}
