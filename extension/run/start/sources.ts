/** Where the data of a new run may come from, as a table: a further source is a further row. */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { t } from '../../l10n.ts';
import type { StartFacts } from './facts.ts';
import type { Draft, StartItem } from './question.ts';
import { dataKindOf } from './data-kind.ts';

interface DataSource {
  /** The item of the question, or null where the source has nothing to offer. */
  readonly offer: (facts: StartFacts) => StartItem | null;
}

const dataSources: readonly DataSource[] = [
  {
    offer: () => ({
      icon: 'mortar-board',
      label: t('Starter set'),
      description: t('small Python problems with right and wrong solutions'),
      detail: t('Comes with the extension. The best way to see how it works.'),
      then: { kind: 'set', draft: starterAnd() },
    }),
  },
  {
    offer: () => ({
      icon: 'file-code',
      label: t('JSONL files…'),
      description: t('your own problems, labelled solutions, or both'),
      detail: t('One JSON document a line. The starter set fills in for the kind that you leave out.'),
      then: { kind: 'browse', what: 'data-files' },
    }),
  },
  {
    offer: ({ hasFolder }) =>
      hasFolder
        ? {
            icon: 'beaker',
            label: t("Starter set and this workspace's functions…"),
            description: t('labelled by running your own tests'),
            detail: t(
              'Functions that your tests call are right; changed so that a test fails, they are wrong. You are asked before anything runs.',
            ),
            then: { kind: 'browse', what: 'workspace-pairs' },
          }
        : null,
  },
  {
    offer: ({ workspacePairs: files }) => {
      if (files.length === 0) return null;
      return {
        icon: 'history',
        label: t('Starter set and the last pairs of this workspace'),
        description: files.map((file) => basename(file)).join(', '),
        detail: t('As they were made; nothing is run.'),
        then: { kind: 'set', draft: starterAnd(...files) },
      };
    },
  },
  {
    offer: ({ feedbackFiles: files }) => {
      if (files.length === 0) return null;
      return {
        icon: 'feedback',
        label: t('Starter set and my feedback'),
        description: t('verdicts that you have marked as wrong'),
        detail: files.join(', '),
        then: { kind: 'set', draft: starterAnd(...files) },
      };
    },
  },
];

/** The starter set, and further files of pairs. */
export const starterAnd = (...pairs: readonly string[]): Draft => ({
  data: { problems: ['starter'], pairs: ['starter', ...pairs] },
});

export const dataItems = (facts: StartFacts): StartItem[] =>
  dataSources.map(({ offer }) => offer(facts)).filter((item) => item !== null);

/** Files by what they hold; the starter set stands in for a kind that none of them is. */
export async function draftOfFiles(files: readonly string[]): Promise<Draft> {
  const kinds = await Promise.all(files.map((file) => dataKindOf(file)));
  const of = (kind: 'problems' | 'pairs'): string[] => {
    const own = files.filter((_, index) => kinds[index] === kind);
    return own.length === 0 ? ['starter'] : own;
  };
  return { data: { problems: of('problems'), pairs: of('pairs') } };
}

/** Those of the files that are there and not empty. */
export async function withContent(files: readonly string[]): Promise<string[]> {
  const sizes = await Promise.all(
    files.map((file) =>
      stat(file).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return files.filter((_, index) => (sizes[index] ?? 0) > 0);
}
