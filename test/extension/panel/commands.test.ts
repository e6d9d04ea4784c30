/** What the Monitor's commands ask, of a user who answers as the test says. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Emitter } from '../../../extension/base/emitter.ts';
import type { Monitor } from '../../../extension/panel/register.ts';
import { Observer } from '../../../extension/panel/observer.ts';
import type { RunEntry } from '../../../extension/run/store.ts';
import { entryOf } from '../../support/run-entries.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { writeRun } from '../../support/written-run.ts';
import { standInForVscode } from '../support/vscode-module.ts';

interface Row {
  readonly label: string;
}

/** A quick pick in which the user ticks boxes. */
class TickedPick {
  title = '';
  items: readonly Row[] = [];
  selectedItems: readonly Row[] = [];
  readonly #changed = new Emitter<readonly Row[]>();
  readonly #accepted = new Emitter<undefined>();
  readonly onDidChangeSelection = this.#changed.event;
  readonly onDidAccept = this.#accepted.event;
  readonly onDidHide = new Emitter<undefined>().event;

  tick(labels: readonly string[]): void {
    this.selectedItems = this.items.filter(({ label }) => labels.includes(label));
    this.#changed.fire(this.selectedItems);
  }

  accept(): void {
    this.#accepted.fire(undefined);
  }

  get ticked(): readonly string[] {
    return this.selectedItems.map(({ label }) => label);
  }

  show(): void {
    return;
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

const offered: string[][] = [];
let pick = new TickedPick();
const window = {
  createQuickPick: () => (pick = new TickedPick()),
  showQuickPick: (rows: readonly Row[]) => Promise.resolve(void offered.push(rows.map(({ label }) => label))),
};
standInForVscode({
  window,
  ThemeIcon: class {},
  commands: {},
  workspace: {},
  Uri: {},
  ProgressLocation: {},
});
const { panelCommands } = await import('../../../extension/panel/commands.ts');

function commandsOf(runs: readonly RunEntry[], focused?: string) {
  const shown: (readonly string[])[] = [];
  const monitor = {
    focused,
    observer: new Observer(),
    showRuns: (folders: readonly string[]) => Promise.resolve(void shown.push(folders)),
  } as unknown as Monitor;
  const get = (folder: string): RunEntry | undefined => runs.find(({ summary }) => summary.folder === folder);
  const onDidChange = new Emitter<void>().event;
  const store = { runs, get, onDidChange, perform: () => Promise.resolve() };
  offered.length = 0;
  return { handlers: panelCommands(store, monitor), shown };
}

const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

test('no more runs are let into a comparison than can be drawn, and the title says so', async () => {
  const { handlers, shown } = commandsOf(letters.map((id) => entryOf(`/runs/${id}`, id)));
  const compared = handlers['compareRuns']?.();
  assert.deepEqual([pick.title, pick.ticked], ['Compare Runs', ['a', 'b']]);
  pick.tick(letters.slice(1, 7));
  assert.equal(pick.title, 'Compare Runs: no more than 6 at once');
  pick.tick(letters.slice(0, 7));
  assert.deepEqual(pick.ticked, letters.slice(1, 7), 'the seventh was not let in');
  pick.tick(letters.slice(2, 7));
  assert.equal(pick.title, 'Compare Runs');
  pick.tick(letters);
  pick.accept();
  await compared;
  assert.deepEqual(shown, [['a', 'c', 'd', 'e', 'f', 'g'].map((id) => `/runs/${id}`)]);
});

test('exports ask among the runs that have a step', async () => {
  const runs = letters.map((id, index) => entryOf(`/runs/${id}`, id, { step: index % 3 }));
  await commandsOf(runs).handlers['exportMetrics']?.();
  assert.deepEqual(offered, [['b', 'c', 'e', 'f', 'h']]);
});

test('of the run that is looked at it is said that there is nothing yet, and no other is exported instead', async () => {
  await using root = await temporaryFolder();
  const { path } = await writeRun(root.path, { id: 'new', steps: 0, validationEvery: 0 });
  const runs = [entryOf(path, 'new'), entryOf('/runs/old', 'old', { step: 9 })];
  const { handlers } = commandsOf(runs, path);
  const exported = (id: string) => async (): Promise<void> => void (await handlers[id]?.());
  await assert.rejects(exported('exportMetrics'), { code: 'panel.nothing-logged' });
  await assert.rejects(exported('exportChart'), { code: 'panel.nothing-to-draw' });
});

test('a chart without a line is not offered', async () => {
  await using root = await temporaryFolder();
  const { path } = await writeRun(root.path, { id: 'run', steps: 4, validationEvery: 0 });
  await commandsOf([entryOf(path, 'run', { step: 4 })], path).handlers['exportChart']?.();
  const [charts = []] = offered;
  assert.ok(charts.includes('Reward') && !charts.includes('Validation'), charts.join());
});
