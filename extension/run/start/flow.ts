/**
 * The start of a run as a state machine: drafts and nothing else. Each answer puts a fuller draft on top of the last,
 * going back takes the top away, and the first thing that a draft does not say is the next question.
 */
import { starterSettings } from '../../../trainer/starter/settings.ts';
import { t } from '../../l10n.ts';
import type { NewRunRequest } from '../launch.ts';
import type { Place, StartFacts } from './facts.ts';
import type { Browse, Draft, Question, StartItem, StartStep, StartUi } from './question.ts';
import { dataItems, draftOfFiles, starterAnd } from './sources.ts';

/** The request that the answers make, or undefined when the user has thought better of it. */
export async function askForRun(ui: StartUi, facts: StartFacts): Promise<NewRunRequest | undefined> {
  const drafts: Draft[] = [facts.configurations.length === 0 ? { file: null } : {}];
  for (;;) {
    const draft = drafts.at(-1) ?? {};
    const question = questionAfter(draft, facts);
    if (question === undefined) return requestOf(draft);
    const reply = await ui.ask(question);
    if (reply.kind === 'cancelled') return undefined;
    if (reply.kind === 'back') drafts.pop();
    else {
      const { then } = reply.item;
      const answer = then.kind === 'set' ? then.draft : await browse(ui, then.what);
      // Without an answer the same question is asked again.
      if (answer !== undefined) drafts.push({ ...draft, ...answer });
    }
    if (drafts.length === 0) return undefined;
  }
}

/** The steps of the way that a draft is on. */
export function stepsOf({ file }: Draft, { configurations }: StartFacts): readonly StartStep[] {
  const choice: readonly StartStep[] = configurations.length === 0 ? [] : ['source'];
  return typeof file === 'string' ? [...choice, 'place'] : [...choice, 'base', 'data', 'place'];
}

/** What is to be asked next; undefined when the draft says everything. */
export function questionAfter(draft: Draft, facts: StartFacts): Question | undefined {
  const steps = stepsOf(draft, facts);
  const open = steps.find((step) => !isAnswered(draft, step));
  if (open === undefined) return undefined;
  const { placeholder: asked, items } = questions[open](facts);
  const placeholder = draft.note === undefined ? asked : `${draft.note} ${asked}`;
  return { step: open, number: steps.indexOf(open) + 1, total: steps.length, placeholder, items };
}

function isAnswered(draft: Draft, step: StartStep): boolean {
  const answers: Readonly<Record<StartStep, unknown>> = {
    source: draft.file,
    base: draft.base,
    data: draft.data,
    place: draft.root,
  };
  return answers[step] !== undefined;
}

/** What cannot be used is refused, and leaves the question where it was. */
async function browse(ui: StartUi, what: Browse): Promise<Draft | undefined> {
  try {
    return what === 'workspace-pairs' ? await draftOfPairs(ui) : await draftOf(what, await ui.browse(what));
  } catch (cause) {
    await ui.refuse(cause);
    return undefined;
  }
}

async function draftOf(
  what: Exclude<Browse, 'workspace-pairs'>,
  paths: readonly string[] | undefined,
): Promise<Draft | undefined> {
  const [first] = paths ?? [];
  if (paths === undefined || first === undefined) return undefined;
  if (what === 'base-folder' || what === 'hub-model') return { base: first };
  return what === 'runs-folder' ? { root: first } : draftOfFiles(paths);
}

async function draftOfPairs(ui: StartUi): Promise<Draft | undefined> {
  const made = await ui.makePairs();
  return made === undefined ? undefined : { ...starterAnd(made.file), note: made.words };
}

/** The starter model has settings that suit it; another one gets the defaults. */
export function requestOf({ file, base = 'starter', data = {}, root = '' }: Draft): NewRunRequest {
  if (typeof file === 'string') return { root, config: file };
  return { root, config: { ...(base === 'starter' ? starterSettings : {}), base, data } };
}

type Asked = Pick<Question, 'placeholder' | 'items'>;

const questions: Readonly<Record<StartStep, (facts: StartFacts) => Asked>> = {
  source: ({ configurations }) => ({
    placeholder: t('Train with a run configuration, or choose step by step'),
    items: [
      ...configurations.map(({ file, shown }): StartItem => ({
        icon: 'json',
        label: shown,
        description: t('run configuration'),
        then: { kind: 'set', draft: { file } },
      })),
      {
        icon: 'list-ordered',
        label: t('Choose step by step'),
        description: t('everything else takes its default'),
        then: { kind: 'set', draft: { file: null } },
      },
    ],
  }),
  base: () => ({
    placeholder: t('Which model is to be trained?'),
    items: [
      {
        icon: 'mortar-board',
        label: t('Starter model'),
        description: t('1.8 million parameters, trains in minutes on any processor'),
        detail: t('Comes with the extension. It knows small Python functions only.'),
        then: { kind: 'set', draft: { base: 'starter' } },
      },
      {
        icon: 'folder-opened',
        label: t('Hugging Face folder…'),
        description: t('a Qwen3, Qwen2.5 or Llama checkpoint on this machine'),
        detail: t('With config.json, tokenizer.json and safetensors files. Nothing is downloaded.'),
        then: { kind: 'browse', what: 'base-folder' },
      },
      {
        icon: 'cloud-download',
        label: t('From the Hugging Face hub…'),
        description: t('by its name, such as Qwen/Qwen3-0.6B'),
        detail: t(
          'Size, licence and access are shown before anything is loaded. What is in the cache is not loaded again.',
        ),
        then: { kind: 'browse', what: 'hub-model' },
      },
    ],
  }),
  data: (facts) => ({
    placeholder: t('Which problems and solutions is it to learn from?'),
    items: dataItems(facts),
  }),
  place: ({ places }) => ({
    placeholder: t('Where is the run to live?'),
    items: [
      ...places.map(placeItem),
      {
        icon: 'folder-opened',
        label: t('Another folder…'),
        description: t('it is remembered, and its runs are listed'),
        then: { kind: 'browse', what: 'runs-folder' },
      },
    ],
  }),
};

function placeItem({ root, kind, name }: Place): StartItem {
  const looks = {
    workspace: { icon: 'root-folder', label: t('In the workspace'), description: name },
    storage: { icon: 'home', label: t('With the extension'), description: t('shared by all windows') },
    other: { icon: 'folder', label: root, description: t('remembered') },
  };
  const detail = kind === 'other' ? {} : { detail: root };
  return { ...looks[kind], ...detail, then: { kind: 'set', draft: { root } } };
}
