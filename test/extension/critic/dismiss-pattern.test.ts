/** Dismissing by a pattern, with as much of VS Code as asks for it and keeps the setting. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Findings } from '../../../extension/critic/findings.ts';
import { readCritiqueSettings } from '../../../extension/critic/settings.ts';
import { keptLog } from '../support/log.ts';
import { standInForVscode } from '../support/vscode-module.ts';
import { MapMemory, sampleVerdict } from './samples.ts';

interface Asked {
  readonly value: string;
  readonly validateInput: (value: string) => string | undefined;
}

const written: unknown[] = [];
let typed: string | undefined;
let offered = '';
const workspace = {
  workspaceFolders: [{}] as unknown[] | undefined,
  asRelativePath: (path: string) => path.replace('file:///project/', ''),
  getConfiguration: () => ({
    update: (...words: readonly unknown[]) => Promise.resolve(void written.push(words)),
  }),
};
standInForVscode({
  workspace,
  window: {
    showInputBox: ({ value, validateInput }: Asked) => {
      offered = value;
      const problem = typed === undefined ? undefined : validateInput(typed);
      return problem === undefined ? Promise.resolve(typed) : Promise.reject(new Error(problem));
    },
    setStatusBarMessage: () => undefined,
  },
  Uri: { parse: (uri: string) => uri },
  ConfigurationTarget: { Global: 1, Workspace: 2 },
});
const { dismissPattern, patternFor, patternProblem } =
  await import('../../../extension/critic/dismiss-pattern.ts');

const settings = () =>
  readCritiqueSettings((id) => (id === 'critique.exclude' ? ['dist/**'] : undefined), keptLog());

const [one, other, third] = ['src/made/a.py', 'src/made/deep/b.py', 'src/c.py'].map(
  (path) => `file:///project/${path}`,
) as [string, string, string];

function foundIn(uris: readonly string[]): Findings {
  const findings = new Findings(new MapMemory());
  for (const uri of uris) findings.update({ uri, version: 1, functions: [sampleVerdict()] });
  return findings;
}

test('what is offered is the folder of the file, and a file at the top by its name', () => {
  assert.equal(patternFor('src/made/a.py'), 'src/made/**');
  assert.equal(patternFor('a.py'), 'a.py');
});

test('what is offered covers the file whatever its folders are called', () => {
  for (const path of ['app/[id]/page.ts', 'app/(shop)/a.ts', '.tox/lib/a.py', '{{slug}}/a.py', '[a].ts']) {
    assert.equal(patternProblem(patternFor(path), path), undefined);
  }
  assert.equal(patternFor('app/[id]/page.ts'), 'app/[[]id[]]/**');
});

test('a pattern has to cover the file that it was asked for', () => {
  assert.equal(patternProblem(' **/*.py ', 'src/a.py'), undefined);
  assert.equal(patternProblem('**/generated/**', '.cache/generated/a.py'), undefined);
  assert.equal(patternProblem('test/**', 'src/a.py'), 'It does not cover src/a.py.');
  assert.equal(patternProblem('', 'src/a.py'), 'It does not cover src/a.py.');
});

test('a pattern joins the others in the settings of the workspace, and its files have no findings any more', async () => {
  written.length = 0;
  const findings = foundIn([one, other, third]);
  typed = ' src/made/** ';
  await dismissPattern({ settings, findings }, one);
  assert.equal(offered, 'src/made/**');
  assert.deepEqual(written, [['critique.exclude', ['dist/**', 'src/made/**'], 2]]);
  assert.deepEqual(findings.uris, [third]);
});

test('without a workspace it is a setting of the user, and a pattern stands in it once', async () => {
  written.length = 0;
  workspace.workspaceFolders = undefined;
  typed = 'dist/**';
  await dismissPattern({ settings, findings: foundIn([]) }, 'file:///project/dist/a.py');
  assert.deepEqual(written, [['critique.exclude', ['dist/**'], 1]]);
});

test('whoever thinks better of it changes nothing', async () => {
  written.length = 0;
  const findings = foundIn([one]);
  typed = undefined;
  await dismissPattern({ settings, findings }, one);
  assert.deepEqual([written, findings.uris], [[], [one]]);
});
