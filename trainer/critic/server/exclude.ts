/** Which documents are left alone. */
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { globCovers } from '../../glob.ts';
import type { CriticSettings } from '../../protocol/critic-server.ts';
import type { SourceLanguage } from '../../source/grammars.ts';

/** `folders` are the URIs of the workspace; a document outside them is matched by its whole path. */
export function isExcluded(
  uri: string,
  language: SourceLanguage,
  settings: Pick<CriticSettings, 'languages' | 'exclude' | 'dismissedFiles'>,
  folders: readonly string[],
): boolean {
  const told = language === 'tsx' ? 'typescript' : language;
  if (!settings.languages.includes(told) || settings.dismissedFiles.includes(uri)) return true;
  if (!uri.startsWith('file:')) return false;
  const path = fileURLToPath(uri);
  const inside = folders
    .filter((folder) => folder.startsWith('file:'))
    .map((folder) => relative(fileURLToPath(folder), path))
    .find((candidate) => !candidate.startsWith('..') && candidate !== path);
  const name = (inside ?? path).split(sep).join('/');
  return settings.exclude.some((glob) => globCovers(glob, name));
}
