/** The settings of critiques, and the table that declares them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { critiqueContribution } from '../../../extension/critic/contribution.ts';
import { readCritiqueSettings } from '../../../extension/critic/settings.ts';
import { checkWhenSchema, criticCommands } from '../../../trainer/protocol/critic-server.ts';

const silent = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

test('what is not written has its default: on save, everything off that interrupts', () => {
  const settings = readCritiqueSettings(() => undefined, silent);
  assert.deepEqual(
    { ...settings, exclude: settings.exclude.length > 0 },
    {
      enable: true,
      when: 'onSave',
      languages: ['python', 'javascript', 'typescript'],
      exclude: true,
      diagnostics: false,
      gutter: false,
      idleMinutes: 10,
    },
  );
});

test('what is written counts if it can be meant', () => {
  const written: Record<string, unknown> = {
    'critique.when': 'continuous',
    'critique.javascript': false,
    'critique.idleMinutes': 0,
    'critique.gutter': 'yes',
  };
  const settings = readCritiqueSettings((id) => written[id], silent);
  assert.deepEqual(
    [settings.when, settings.languages, settings.idleMinutes, settings.gutter],
    ['continuous', ['python', 'typescript'], 10, false],
  );
  assert.equal(readCritiqueSettings(() => 'sometimes', silent).when, 'onSave');
});

test('each time to check that the table offers is one that the server knows, and there are no others', () => {
  const when = critiqueContribution.settings?.find(({ id }) => id === 'critique.when');
  assert.ok(when?.type === 'choice');
  assert.deepEqual(new Set(Object.keys(when.choices)), new Set(checkWhenSchema.options));
});

test('menus and lenses name commands that are declared', () => {
  const { commands = [], menus = [] } = critiqueContribution;
  const ids = new Set(commands.map(({ id }) => id));
  assert.equal(ids.size, commands.length);
  const named = [
    ...menus.map(({ command }) => command),
    ...Object.values(criticCommands).map((command) => command.replace('critiqueCoder.', '')),
  ];
  assert.deepEqual(
    named.filter((command) => !ids.has(command)),
    [],
  );
});
