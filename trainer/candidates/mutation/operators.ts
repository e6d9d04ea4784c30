/** The mistakes that mutation makes, as a table: what is looked at, and what it becomes. */
import { conditionOperators } from './operators/conditions.ts';
import { numberOperators } from './operators/numbers.ts';
import { patternOperators } from './operators/patterns.ts';
import { statementOperators } from './operators/statements.ts';
import { tokenOperators } from './operators/tokens.ts';
import { variableOperators } from './operators/variables.ts';
import { wordOperators } from './operators/words.ts';
import type { Operator } from './operator.ts';

export const operators: readonly Operator[] = [
  ...tokenOperators,
  ...numberOperators,
  ...variableOperators,
  ...conditionOperators,
  ...statementOperators,
  ...wordOperators,
  ...patternOperators,
];
