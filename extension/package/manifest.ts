/** The package.json inside a VSIX: what VS Code and the Marketplace read of the project's, and nothing of its building. */
import { existsSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { z } from 'zod';

/** In the order in which they stand in the VSIX. */
const keys = [
  'name',
  'displayName',
  'description',
  'version',
  'publisher',
  'license',
  'icon',
  'galleryBanner',
  'categories',
  'keywords',
  'pricing',
  'preview',
  'homepage',
  'repository',
  'bugs',
  'qna',
  'main',
  'l10n',
  'activationEvents',
  'capabilities',
  'extensionKind',
  'contributes',
] as const;

const packageSchema = z.looseObject({
  name: z.string(),
  version: z.string(),
  main: z.string(),
  engines: z.object({ vscode: z.string() }),
});

export interface Manifest extends Readonly<Record<string, unknown>> {
  readonly name: string;
  readonly version: string;
}

export function vsixManifest(packageJson: unknown): Manifest {
  const project = packageSchema.parse(packageJson);
  const kept = keys.filter((key) => project[key] !== undefined).map((key) => [key, project[key]] as const);
  const { name, version, engines } = project;
  return { ...Object.fromEntries(kept), name, version, engines: { vscode: engines.vscode } };
}

/**
 * What a manifest names of the project, wherever in it: icons, pages of the walkthrough, schemas, the translations. Only
 * a name that starts with `./` may be that of a folder; a keyword may happen to be the name of another.
 */
export function namedFiles(manifest: unknown, root: string): string[] {
  const named = stringsIn(manifest).filter((text) => /^(\.\/[\w./-]+|[\w./-]+\.\w+)$/.test(text));
  return [...new Set(named.map((text) => normalize(text)))].filter((file) => existsSync(join(root, file)));
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

/** The pictures that a page shows from the project; VS Code shows them from the extension's own folder. */
export function picturesOf(markdown: string, root: string): string[] {
  const linked = markdown.matchAll(/!\[[^\]]*\]\(([^)\s]+)|<(?:img|source)\b[^>]*\bsrc(?:set)?="([^"]+)"/g);
  const files = [...linked].map(([, link, source]) => link ?? source ?? '');
  return [...new Set(files)].filter((file) => !file.includes(':') && existsSync(join(root, file)));
}
