/** What is said before and after pairs are made of a workspace. */
import type { FrameworkUse, WorkspacePlan, WorkspaceReport } from '../../trainer/protocol/workspace.ts';
import { plain } from '../base/plain.ts';
import { t } from '../l10n.ts';
import { filesText, missingText } from './test-words.ts';

/** Why there is nothing to make of it; null where there is something. */
export function planProblem({ functions, frameworks }: WorkspacePlan): string | null {
  if (functions.found === 0)
    return t('There is no Python, JavaScript or TypeScript function in this folder.');
  if (functions.documented === 0) return t('None of the folder’s functions has a docstring or a comment.');
  if (frameworks.length === 0) return t('There are no test files in this folder.');
  if (frameworks.some(({ command }) => command !== null)) return null;
  return [t('None of the folder’s test files can be run.'), ...frameworks.map(missingText)].join(' ');
}

/** In paragraphs, for whoever has to agree. */
export function planDetail(plan: WorkspacePlan, whatHappens: string): string {
  const { functions, sourceFiles, frameworks } = plan;
  return [
    t(
      'Functions: {0}. With a docstring or a comment: {1}. Files: {2}.',
      functions.found,
      functions.documented,
      sourceFiles,
    ),
    frameworks.map(frameworkText).join('\n'),
    whatHappens,
    t(
      'Mistakes are put into each function that tests call, and its tests are run on them. Agree only where tests may fail half-way without harm: one that writes to a database writes to it with a mistake, too.',
    ),
  ].join('\n\n');
}

const frameworkText = (use: FrameworkUse): string =>
  use.command === null
    ? missingText(use)
    : t('Test files of {0}: {1}, each by {2}', use.framework, use.testFiles, plain(use.command, 200));

export const pairsText = ({ functions, pairs }: WorkspaceReport): string =>
  t(
    'Functions with pairs: {0}. Correct pairs: {1}. Incorrect pairs: {2}.',
    functions.length,
    pairs.correct,
    pairs.incorrect,
  );

/** Tests run in a copy, so the workspace should be as it was; null where it is. */
export const changedText = (name: string, { changed }: WorkspaceReport): string | null =>
  changed.length === 0
    ? null
    : t(
        'While the tests of {0} ran, files of it changed: {1}. Somebody has edited them, or a test reaches out of its copy.',
        name,
        filesText(changed),
      );
