/** The generated files as they should be: what `npm run manifest` writes, and what its test compares. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { buildManifest } from './build.ts';
import { contributions } from './contributions.ts';
import { stringsOf } from './strings.ts';

/** Where words are said: by the host, by the Monitor's page, and by what both sides of it draw. */
export const wordRooms = ['extension', 'webview', 'trainer/protocol'];

const root = fileURLToPath(new URL('../..', import.meta.url));

/** By path in the repository; package.json keeps whatever the tables do not speak of. */
export async function generatedFiles(): Promise<ReadonlyMap<string, string>> {
  const { fields, words } = buildManifest(contributions);
  const manifest = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as Record<string, unknown>;
  const spoken = wordRooms.flatMap((room) => stringsOf(`${root}${room}`));
  const strings = Object.fromEntries([...new Set(spoken)].sort().map((text) => [text, text]));
  return new Map([
    ['package.json', await formatted({ ...manifest, ...fields }, 'package.json')],
    ['package.nls.json', await formatted(words, 'package.nls.json')],
    ['l10n/bundle.l10n.json', await formatted(strings, 'l10n/bundle.l10n.json')],
  ]);
}

export const pathOf = (name: string): string => `${root}${name}`;

async function formatted(document: object, name: string): Promise<string> {
  const options = await resolveConfig(pathOf(name));
  return format(JSON.stringify(document, null, 2), { ...options, filepath: name });
}
