/** The gradient cases of every operator. */
import type { GradientCase } from '../../../support/gradient-case.ts';
import { attentionCases } from './attention.cases.ts';
import { elementwiseCases } from './elementwise.cases.ts';
import { gatherCases } from './gather.cases.ts';
import { linearCases } from './linear.cases.ts';
import { normaliseCases } from './normalise.cases.ts';
import { reduceCases } from './reduce.cases.ts';
import { shapeCases } from './shape.cases.ts';

export const operatorCases: readonly GradientCase[] = [
  ...attentionCases,
  ...elementwiseCases,
  ...gatherCases,
  ...linearCases,
  ...normaliseCases,
  ...reduceCases,
  ...shapeCases,
];
