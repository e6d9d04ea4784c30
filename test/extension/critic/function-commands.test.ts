/** Commands about functions, with a user who has turned critiques off. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FunctionTools } from '../../../extension/critic/function-commands.ts';
import { readCritiqueSettings } from '../../../extension/critic/settings.ts';
import { keptLog } from '../support/log.ts';
import { standInForVscode } from '../support/vscode-module.ts';

standInForVscode({ window: { activeTextEditor: undefined }, Uri: class {} });
const { functionCommandHandlers } = await import('../../../extension/critic/function-commands.ts');

/** Nothing but the settings is asked before the refusal. */
const toolsWith = (enable: boolean): FunctionTools =>
  ({
    settings: () => readCritiqueSettings((id) => (id === 'critique.enable' ? enable : undefined), keptLog()),
    critiques: { placeOf: () => null },
  }) as unknown as FunctionTools;

const needCritic = ['showCritique', 'checkFunction', 'checkFile', 'wrongVerdict'];

test('whoever asks for a verdict while critiques are off is told how to turn them on', async () => {
  const handlers = functionCommandHandlers(toolsWith(false));
  for (const id of needCritic) {
    await assert.rejects(
      Promise.try(() => handlers[id]?.()),
      { code: 'critique.off' },
      id,
    );
  }
});

test('while they are on, a function is what is missing where there is none', async () => {
  const handlers = functionCommandHandlers(toolsWith(true));
  for (const id of needCritic) {
    await assert.rejects(
      Promise.try(() => handlers[id]?.()),
      { code: 'critique.no-function' },
      id,
    );
  }
});
