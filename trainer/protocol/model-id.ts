/** `owner/name[@revision]`: how a model of the Hugging Face hub is named in configurations, commands and dialogs. */

export interface ModelId {
  readonly owner: string;
  readonly name: string;
  /** A branch, a tag or a commit. */
  readonly revision: string;
}

/** What is wrong with a text: it has not the form `owner/name`, or one of its parts cannot be one. */
export type ModelIdProblem = 'form' | 'name' | 'revision';

export const defaultRevision = 'main';

const part = /^(?!.*(?:--|\.\.))[A-Za-z0-9_](?:[\w.-]{0,94}[A-Za-z0-9_])?$/;

/** Git allows more in a name; what is left out here has a meaning for a shell, a file system or a web address. */
const revisionForm = /^(?!.*(?:\.\.|\/\/|\/\.|\.lock(?:\/|$)))[\w][\w.+/-]*(?<![./])$/;

export function parseModelId(
  text: string,
): { readonly ok: true; readonly id: ModelId } | { readonly ok: false; readonly problem: ModelIdProblem } {
  const at = text.indexOf('@');
  const [repository, revision] = at < 0 ? [text, defaultRevision] : [text.slice(0, at), text.slice(at + 1)];
  const [owner = '', name, ...rest] = repository.split('/');
  if (name === undefined || rest.length > 0) return { ok: false, problem: 'form' };
  if (!part.test(owner) || !part.test(name) || name.endsWith('.git')) return { ok: false, problem: 'name' };
  if (!isRevision(revision)) return { ok: false, problem: 'revision' };
  return { ok: true, id: { owner, name, revision } };
}

export const isRevision = (text: string): boolean => text.length <= 200 && revisionForm.test(text);

/** The model that a configuration's `base` means; undefined for `starter` and for paths. */
export function hubModelOf(base: string): ModelId | undefined {
  const parsed = parseModelId(base);
  return parsed.ok ? parsed.id : undefined;
}

/** Whether a revision names one content for ever. */
export const isCommit = (revision: string): boolean => /^[0-9a-f]{40}$/.test(revision);

export const repositoryOf = ({ owner, name }: Pick<ModelId, 'owner' | 'name'>): string => `${owner}/${name}`;

/** The text that `parseModelId` reads. */
export const modelIdText = (id: ModelId): string =>
  id.revision === defaultRevision ? repositoryOf(id) : `${repositoryOf(id)}@${id.revision}`;
