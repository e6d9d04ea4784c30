/** What the start of a run asks, as data: whoever shows it needs to know no more. */
import type { RunConfigInput } from '../../../trainer/protocol/config.ts';

export type StartStep = 'source' | 'base' | 'data' | 'place';

/** What has been answered so far. */
export interface Draft {
  /** A configuration file that says everything but where the run lives; null to be asked. */
  readonly file?: string | null;
  readonly base?: string;
  readonly data?: Pick<NonNullable<RunConfigInput['data']>, 'problems' | 'pairs'>;
  /** What the last answer brought, for the question after it. */
  readonly note?: string;
  /** The folder for runs. */
  readonly root?: string;
}

/** Something that has to be found before there is an answer: files, folders, or a model that has to be loaded first. */
export type Browse = 'base-folder' | 'hub-model' | 'data-files' | 'workspace-pairs' | 'runs-folder';

export interface StartItem {
  /** A codicon's name. */
  readonly icon: string;
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  readonly then:
    { readonly kind: 'set'; readonly draft: Draft } | { readonly kind: 'browse'; readonly what: Browse };
}

export interface Question {
  readonly step: StartStep;
  /** From 1, of `total`. */
  readonly number: number;
  readonly total: number;
  readonly placeholder: string;
  readonly items: readonly StartItem[];
}

/** Labelled solutions that were made of the workspace's own functions. */
export interface MadePairs {
  readonly file: string;
  /** How many, in words. */
  readonly words: string;
}

export type Reply =
  | { readonly kind: 'picked'; readonly item: StartItem }
  | { readonly kind: 'back' }
  | { readonly kind: 'cancelled' };

/** Who shows the questions: VS Code, or a test. */
export interface StartUi {
  ask(question: Question): Promise<Reply>;
  /** Undefined when the user has thought better of it. */
  browse(what: Exclude<Browse, 'workspace-pairs'>): Promise<readonly string[] | undefined>;
  /** Runs the workspace's tests, if the user agrees; undefined when not. */
  makePairs(): Promise<MadePairs | undefined>;
  /** What was chosen cannot be used. */
  refuse(cause: unknown): Promise<void>;
}
