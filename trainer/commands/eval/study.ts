/** `eval --study`: whether a model gains from more computing when it answers, as the paper studies it. */
import { required, UsageError, type Invocation } from '../command.ts';
import { refuseForeign } from './foreign-options.ts';
import { studyBudgetForcing } from './study/budget-forcing.ts';
import { studySelfCritique } from './study/self-critique.ts';

const studies: Readonly<Record<string, (invocation: Invocation) => Promise<void>>> = {
  'self-critique': studySelfCritique,
  'budget-forcing': studyBudgetForcing,
};

/** Options that belong to one study. */
const own: Readonly<Record<string, readonly string[]>> = {
  'study self-critique': ['candidates', 'critiques'],
  'study budget-forcing': ['iterations', 'continuation', 'answer-tokens'],
};

export const studyOptionNames = Object.values(own).flat();

export async function evaluateStudy(invocation: Invocation): Promise<void> {
  const name = required(invocation, 'study');
  const study = Object.hasOwn(studies, name) ? studies[name] : undefined;
  if (study === undefined)
    throw new UsageError(`--study takes ${Object.keys(studies).join(' or ')}, not "${name}"`);
  refuseForeign(invocation, `study ${name}`, own);
  await study(invocation);
}
