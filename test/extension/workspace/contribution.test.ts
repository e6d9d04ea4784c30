/** Nothing that runs a workspace's tests is offered where the workspace is not trusted. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildManifest } from '../../../extension/manifest/build.ts';
import { contributions } from '../../../extension/manifest/contributions.ts';

interface Fields {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly icon: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when?: string }[]>>;
  };
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] };
  };
}

const { fields, words } = buildManifest(contributions);
const { contributes, capabilities } = fields as unknown as Fields;

test('running tests is in the palette, beside findings and above critiques, in trusted workspaces alone', () => {
  const command = 'critiqueCoder.verifyFunction';
  const places = Object.entries(contributes.menus).flatMap(([menu, entries]) =>
    entries.filter((entry) => entry.command === command).map(({ when = '' }) => ({ menu, when })),
  );
  assert.deepEqual(places.map(({ menu }) => menu).toSorted(), [
    'commandPalette',
    'editor/title',
    'view/item/context',
  ]);
  assert.ok(places.every(({ when }) => when.endsWith('&& isWorkspaceTrusted')));
  assert.equal(words['command.verifyFunction'], "Run This Function's Tests");
  assert.equal(contributes.commands.find((each) => each.command === command)?.icon, '$(beaker)');
});

test('a workspace that is not trusted does not choose the Python that its tests run on', () => {
  const { restrictedConfigurations } = capabilities.untrustedWorkspaces;
  assert.ok(restrictedConfigurations.includes('critiqueCoder.workspace.python'));
});
