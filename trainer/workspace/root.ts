/** The folder of the project that a file belongs to. */
import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/** What lies in the uppermost folder of a project. `.git` is a file in a work tree of its own. */
const marks = [
  '.git',
  'package.json',
  'pyproject.toml',
  'setup.py',
  'setup.cfg',
  'pytest.ini',
  'tox.ini',
  'deno.json',
];

/** Absolute: the nearest folder above that has a mark of one, else the folder of the file itself. */
export async function projectFolder(file: string): Promise<string> {
  const own = dirname(resolve(file));
  for (let folder = own; ; folder = dirname(folder)) {
    for (const mark of marks) {
      if ((await stat(join(folder, mark)).catch(() => null)) !== null) return folder;
    }
    if (folder === dirname(folder)) return own;
  }
}
