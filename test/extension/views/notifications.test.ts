/** What is offered at the end of a run, with as much of VS Code as shows messages. */
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'node:test';
import { Emitter } from '../../../extension/base/emitter.ts';
import type { RunEnded } from '../../../extension/run/ends.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { entry } from '../support/entries.ts';
import { ConfigurationTarget, LayeredSettings } from '../support/layered-settings.ts';
import { until } from '../../trainer/run/fixtures/toy-run.ts';
import { standInForVscode } from '../support/vscode-module.ts';

interface Item {
  readonly title: string;
}

/** Shows messages to a user who chooses what the test says. */
class Window {
  readonly shown: (readonly [severity: string, titles: readonly string[]])[] = [];
  choice = '';

  readonly showInformationMessage = this.#show('information');
  readonly showErrorMessage = this.#show('error');

  #show(severity: string) {
    return (_text: string, ...items: readonly Item[]): Promise<Item | undefined> => {
      this.shown.push([severity, items.map(({ title }) => title)]);
      return Promise.resolve(items.find(({ title }) => title === this.choice));
    };
  }
}

const window = new Window();
const written = new LayeredSettings();
standInForVscode({ window, workspace: { getConfiguration: () => written }, ConfigurationTarget });
const { notifyOfEnds } = await import('../../../extension/views/notifications.ts');

/** Long enough for what is not to come. */
const QUIET_MS = 50;

/** Ends the run, has the user choose, and tells what was shown and done. */
async function end(ended: RunEnded, choice = '') {
  window.shown.length = 0;
  window.choice = choice;
  const ends = new Emitter<RunEnded>();
  const done = Promise.withResolvers<string>();
  const tools = {
    open: (folder: string) => Promise.resolve(done.resolve(`open ${folder}`)),
    useCritic: (folder: string) => Promise.resolve(done.resolve(`use ${folder}`)),
    showFailure: (cause: unknown) => Promise.resolve(done.reject(cause)),
  };
  const listening = notifyOfEnds({ onDidEnd: ends.event }, tools);
  ends.fire(ended);
  const acted = choice === 'Open Run' || choice === 'Use Critic' ? await done.promise : '';
  if (ended.tells) await until(() => window.shown.length > 0);
  else await sleep(QUIET_MS);
  listening.dispose();
  return { shown: [...window.shown], acted };
}

test('a finished run offers itself and the critic that it has left', async () => {
  await using root = await temporaryFolder();
  const ended = {
    entry: entry({ folder: root.path, state: 'finished' }),
    end: 'finished',
    tells: true,
  } as const;
  assert.deepEqual((await end(ended)).shown, [['information', ['Open Run', "Don't Show Again"]]]);
  const critic = join(root.path, 'critic');
  await mkdir(critic);
  await writeFile(join(critic, 'critic.json'), '{}');
  const { shown, acted } = await end(ended, 'Use Critic');
  assert.deepEqual(shown, [['information', ['Open Run', 'Use Critic', "Don't Show Again"]]]);
  assert.equal(acted, `use ${critic}`);
  assert.equal((await end(ended, 'Open Run')).acted, `open ${root.path}`);
});

test('a failure is an error that offers the run alone', async () => {
  const ended = { entry: entry({ state: 'failed' }), end: 'failed', tells: true } as const;
  assert.deepEqual((await end(ended)).shown, [['error', ['Open Run', "Don't Show Again"]]]);
});

test('nothing is said by another window', async () => {
  const ended = { entry: entry({ state: 'failed' }), end: 'failed', tells: true } as const;
  assert.deepEqual((await end({ ...ended, tells: false })).shown, []);
});

test('whoever wants it no more is heard, also where the workspace wants it', async () => {
  const ended = { entry: entry({ state: 'failed' }), end: 'failed', tells: true } as const;
  await end(ended, "Don't Show Again");
  await until(() => written.get('notifications.failed') === false);
  assert.deepEqual([...written.workspace], []);
  written.workspace.set('notifications.failed', true);
  await end(ended, "Don't Show Again");
  await until(() => written.get('notifications.failed') === false);
});
