/** What of the project's package.json and files goes into a VSIX. */
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { namedFiles, picturesOf, vsixManifest } from '../../../extension/package/manifest.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('a manifest keeps what VS Code reads and loses what only the project needs', () => {
  const project = {
    name: 'critic',
    version: '1.2.3',
    private: true,
    type: 'module',
    engines: { node: '>=20', vscode: '^1.127.0' },
    main: './dist/extension.cjs',
    bin: { critic: 'dist/critic.mjs' },
    scripts: { test: 'node --test' },
    contributes: { commands: [] },
    dependencies: { zod: '4.0.0' },
  };
  assert.deepEqual(vsixManifest(project), {
    name: 'critic',
    main: './dist/extension.cjs',
    contributes: { commands: [] },
    version: '1.2.3',
    engines: { vscode: '^1.127.0' },
  });
});

test('files are found wherever a manifest names them, folders only by a name that starts with ./', async () => {
  await using folder = await temporaryFolder();
  for (const name of ['media', 'l10n', 'test']) await mkdir(join(folder.path, name));
  for (const name of ['media/icon.png', 'media/step.md', 'media/unused.svg']) {
    await writeFile(join(folder.path, name), '');
  }
  const manifest = {
    icon: 'media/icon.png',
    l10n: './l10n',
    keywords: ['test'],
    contributes: {
      walkthroughs: [{ steps: [{ media: { markdown: './media/step.md' } }] }],
      views: 'gone.svg',
    },
  };
  assert.deepEqual(namedFiles(manifest, folder.path), ['media/icon.png', 'l10n', 'media/step.md']);
});

test("a page's pictures are those that it shows from the project", async () => {
  await using folder = await temporaryFolder();
  for (const name of ['dark.png', 'light.png']) await writeFile(join(folder.path, name), '');
  const page = `![Dark](dark.png) <img alt="" src="light.png"> ![Badge](https://a.example/badge.png) ![](gone.png)`;
  assert.deepEqual(picturesOf(page, folder.path), ['dark.png', 'light.png']);
});
