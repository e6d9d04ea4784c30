/** The generated parts of the manifest are those that the tables make, and they hang together. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { buildManifest } from '../../../extension/manifest/build.ts';
import type { Contribution } from '../../../extension/manifest/contribution.ts';
import { contributions } from '../../../extension/manifest/contributions.ts';
import { generatedFiles, pathOf } from '../../../extension/manifest/files.ts';

interface Contributes {
  readonly commands: readonly { command: string; title: string; category?: string }[];
  readonly menus: Readonly<Record<string, readonly { command: string; when?: string }[]>>;
  readonly views: Readonly<Record<string, readonly { id: string }[]>>;
  readonly viewsWelcome: readonly { view: string; contents: string }[];
  readonly walkthroughs: readonly { steps: readonly { description: string; media: { svg: string } }[] }[];
  readonly configuration: { properties: Readonly<Record<string, { default: unknown }>> };
}

const { fields, words } = buildManifest(contributions);
const contributes = fields['contributes'] as Contributes;
const ids = contributes.commands.map(({ command }) => command);
const table = contributions.flatMap(({ commands = [] }) => commands);

/** Commands that VS Code has, and those that it makes of our views. */
const foreign = ['workbench.trust.manage', 'critiqueCoder.critics.focus'];

test('the generated files are not stale: npm run manifest changes nothing', async () => {
  for (const [name, text] of await generatedFiles()) {
    assert.ok(readFileSync(pathOf(name), 'utf8') === text, `${name} is stale; run npm run manifest`);
  }
});

test('the palette finds Train Critique-Coder by exactly these words', () => {
  const train = contributes.commands.find(({ command }) => command === 'critiqueCoder.train');
  assert.deepEqual([words['command.train'], train?.category], ['Train Critique-Coder', undefined]);
  assert.equal(table.find(({ id }) => id === 'train')?.palette, undefined, 'it is never hidden');
});

test('every other command has the category, and every command is declared once', () => {
  assert.equal(new Set(ids).size, ids.length);
  for (const { command, category } of contributes.commands) {
    if (command !== 'critiqueCoder.train') assert.equal(category, 'Critique-Coder', command);
  }
});

test('what needs a run, or a step of one, is hidden while there is none', () => {
  const needs = { compareRuns: 'hasRuns', 'runs.open': 'hasRuns', 'runs.openLog': 'hasRuns' };
  const exports = { exportMetrics: 'hasSteps', exportChart: 'hasSteps' };
  for (const [id, key] of Object.entries({ ...needs, ...exports })) {
    const command = `critiqueCoder.${id}`;
    const of = (menu: string) => contributes.menus[menu]?.filter((entry) => entry.command === command) ?? [];
    assert.deepEqual(
      of('commandPalette').map(({ when }) => when),
      [`critiqueCoder.${key}`],
      command,
    );
    for (const { when = '' } of of('view/title'))
      assert.ok(when.endsWith(`&& critiqueCoder.${key}`), command);
  }
});

test('menus name commands that exist', () => {
  for (const [menu, entries] of Object.entries(contributes.menus)) {
    for (const { command } of entries) assert.ok(ids.includes(command), `${menu}: ${command}`);
  }
});

test('links in welcome texts and in the walkthrough name commands that exist', () => {
  const texts = Object.entries(words).filter(([key]) => /^(welcome|walkthrough)/.test(key));
  const linked = texts.flatMap(([, text]) =>
    [...text.matchAll(/\(command:([\w.]+)\)/g)].map(([, id]) => id ?? ''),
  );
  assert.ok(linked.length >= 7, 'the links were found');
  assert.deepEqual(
    linked.filter((id) => !ids.includes(id) && !foreign.includes(id)),
    [],
  );
});

test('every placeholder has its words, and every word its placeholder', () => {
  const used = [...JSON.stringify(fields).matchAll(/"%([^"%]+)%"/g)].map(([, key]) => key ?? '');
  assert.deepEqual(new Set(used), new Set(Object.keys(words)));
});

test('every picture of the manifest is there, in the colours of the theme', () => {
  const [walkthrough] = contributes.walkthroughs;
  assert.equal(walkthrough?.steps.length, 4);
  for (const { media } of walkthrough?.steps ?? []) {
    const drawing = readFileSync(pathOf(media.svg), 'utf8');
    assert.match(drawing, /var\(--vscode-/);
    assert.doesNotMatch(drawing, /#[0-9a-f]{3,8}\b|<script|href/i);
  }
  assert.match(readFileSync(pathOf('media/view.svg'), 'utf8'), /fill="none" stroke="currentColor"/);
  assert.ok(existsSync(pathOf('media/icon.png')));
});

test('what executes programs is closed to a workspace that is not trusted', () => {
  const { untrustedWorkspaces, virtualWorkspaces } = fields['capabilities'] as {
    untrustedWorkspaces: { supported: string; restrictedConfigurations: string[] };
    virtualWorkspaces: { supported: boolean };
  };
  assert.equal(untrustedWorkspaces.supported, 'limited');
  assert.ok(untrustedWorkspaces.restrictedConfigurations.includes('critiqueCoder.runs.folders'));
  assert.equal(virtualWorkspaces.supported, false);
  assert.deepEqual(fields['extensionKind'], ['workspace']);
});

test('each kind of setting becomes what VS Code expects', () => {
  const common = { description: 'D', scope: 'window' } as const;
  const room: Contribution = {
    settings: [
      { id: 'a.switch', type: 'boolean', default: true, ...common },
      { id: 'a.count', type: 'integer', default: 2, minimum: 1, maximum: 9, ...common },
      { id: 'a.mode', type: 'choice', default: 'x', choices: { x: 'First.', y: 'Second.' }, ...common },
      { id: 'a.list', type: 'strings', default: [], ...common },
    ],
  };
  const built = buildManifest([room]);
  const { properties } = (built.fields['contributes'] as Contributes).configuration;
  const said = { scope: 'window' };
  assert.deepEqual(properties, {
    'critiqueCoder.a.switch': {
      type: 'boolean',
      default: true,
      ...said,
      markdownDescription: '%setting.a.switch%',
    },
    'critiqueCoder.a.count': {
      type: 'integer',
      minimum: 1,
      maximum: 9,
      default: 2,
      ...said,
      markdownDescription: '%setting.a.count%',
    },
    'critiqueCoder.a.mode': {
      type: 'string',
      enum: ['x', 'y'],
      markdownEnumDescriptions: ['%setting.a.mode.x%', '%setting.a.mode.y%'],
      default: 'x',
      ...said,
      markdownDescription: '%setting.a.mode%',
    },
    'critiqueCoder.a.list': {
      type: 'array',
      items: { type: 'string' },
      default: [],
      ...said,
      markdownDescription: '%setting.a.list%',
    },
  });
  assert.equal(built.words['setting.a.mode.y'], 'Second.');
});

test('two rooms that declare one command with different words are told so', () => {
  const room = (title: string): Contribution => ({ commands: [{ id: 'same', title }] });
  assert.throws(() => buildManifest([room('One'), room('Two')]), /command\.same/);
});
