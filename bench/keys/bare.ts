/** The least that an extension with lenses can do: one above each function of Python, which never changes. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packVsix } from '../../extension/package/vsix.ts';

const manifest = {
  name: 'bare-lenses',
  publisher: 'bench',
  version: '1.0.0',
  description: 'Lenses that say nothing.',
  license: 'MIT',
  engines: { vscode: '^1.100.0' },
  activationEvents: ['onLanguage:python'],
  main: './main.js',
};

const program = `const { CodeLens, languages, Range } = require('vscode');
exports.activate = ({ subscriptions }) => {
  const provideCodeLenses = (document) =>
    document.getText().split('\\n').flatMap((text, line) =>
      text.startsWith('def ') ? [new CodeLens(new Range(line, 0, line, 0), { title: 'a lens', command: 'noop' })] : []);
  subscriptions.push(languages.registerCodeLensProvider({ language: 'python' }, { provideCodeLenses }));
};
`;

/** The file of the packed extension, in a folder of its own in `folder`. */
export async function packBare(folder: string): Promise<string> {
  const [extension, vsix] = [join(folder, 'bare-lenses'), join(folder, 'bare-lenses.vsix')];
  await mkdir(extension);
  await writeFile(join(extension, 'package.json'), JSON.stringify(manifest, null, 2));
  await writeFile(join(extension, 'README.md'), `${manifest.description}\n`);
  await writeFile(join(extension, 'main.js'), program);
  await packVsix(extension, vsix);
  return vsix;
}
