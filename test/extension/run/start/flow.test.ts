import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { StartFacts } from '../../../../extension/run/start/facts.ts';
import { askForRun } from '../../../../extension/run/start/flow.ts';
import type {
  Browse,
  MadePairs,
  Question,
  Reply,
  StartUi,
} from '../../../../extension/run/start/question.ts';
import { withContent } from '../../../../extension/run/start/sources.ts';
import { checkRunConfig } from '../../../../trainer/protocol/config-check.ts';
import { starterSettings } from '../../../../trainer/starter/settings.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const facts: StartFacts = {
  configurations: [],
  places: [
    { root: '/w/.critique-coder/runs', kind: 'workspace', name: 'w' },
    { root: '/s/runs', kind: 'storage', name: '' },
  ],
  hasFolder: false,
  workspacePairs: [],
  feedbackFiles: [],
};

/** Answers by the label of an item, `<` for back and `x` for escape. */
class Script implements StartUi {
  readonly asked: string[] = [];
  readonly refused: unknown[] = [];
  readonly labels: string[][] = [];
  readonly placeholders: string[] = [];
  made: () => Promise<MadePairs | undefined> = () => Promise.resolve(undefined);
  readonly #answers: string[];
  readonly #paths: Partial<Record<Browse, readonly string[]>>;

  constructor(answers: readonly string[], paths: Partial<Record<Browse, readonly string[]>> = {}) {
    this.#answers = [...answers];
    this.#paths = paths;
  }

  ask({ step, number, total, placeholder, items }: Question): Promise<Reply> {
    this.asked.push(`${step} ${number}/${total}`);
    this.labels.push(items.map(({ label }) => label));
    this.placeholders.push(placeholder);
    const answer = this.#answers.shift();
    if (answer === '<') return Promise.resolve({ kind: 'back' });
    if (answer === 'x') return Promise.resolve({ kind: 'cancelled' });
    const item = items.find(({ label }) => label === answer);
    assert.ok(item, `there is no item ${answer}`);
    return Promise.resolve({ kind: 'picked', item });
  }

  browse(what: Browse): Promise<readonly string[] | undefined> {
    return Promise.resolve(this.#paths[what]);
  }

  makePairs(): Promise<MadePairs | undefined> {
    return this.made();
  }

  refuse(cause: unknown): Promise<void> {
    this.refused.push(cause);
    return Promise.resolve();
  }
}

test('the starter model on the starter set takes the settings that suit it, in three questions', async () => {
  const ui = new Script(['Starter model', 'Starter set', 'In the workspace']);
  const request = await askForRun(ui, facts);
  assert.deepEqual(request, {
    root: '/w/.critique-coder/runs',
    config: { ...starterSettings, base: 'starter', data: { problems: ['starter'], pairs: ['starter'] } },
  });
  assert.deepEqual(ui.asked, ['base 1/3', 'data 2/3', 'place 3/3']);
  assert.equal(checkRunConfig(request?.config).valid, true);
});

test('going back asks the question before again, and going back from the first ends', async () => {
  const ui = new Script(['Starter model', '<', 'Starter model', 'Starter set', '<', '<', '<']);
  assert.equal(await askForRun(ui, facts), undefined);
  assert.deepEqual(ui.asked, [
    ...['base 1/3', 'data 2/3', 'base 1/3', 'data 2/3', 'place 3/3', 'data 2/3', 'base 1/3'],
  ]);
});

test('escape ends it at any question', async () => {
  assert.equal(await askForRun(new Script(['x']), facts), undefined);
  assert.equal(await askForRun(new Script(['Starter model', 'x']), facts), undefined);
});

test('a run configuration of the workspace is offered first and leaves only the place to ask', async () => {
  const configurations = [{ file: '/w/critique-coder.json', shown: 'critique-coder.json' }];
  const ui = new Script(['critique-coder.json', 'With the extension']);
  const request = await askForRun(ui, { ...facts, configurations });
  assert.deepEqual(request, { root: '/s/runs', config: '/w/critique-coder.json' });
  assert.deepEqual(ui.asked, ['source 1/4', 'place 2/2']);
});

test('choosing step by step beside a configuration is four questions', async () => {
  const configurations = [{ file: '/w/critique-coder.json', shown: 'critique-coder.json' }];
  const ui = new Script(['Choose step by step', 'Starter model', 'Starter set', '<', 'x']);
  await askForRun(ui, { ...facts, configurations });
  assert.deepEqual(ui.asked, ['source 1/4', 'base 2/4', 'data 3/4', 'place 4/4', 'data 3/4']);
});

test('a model folder of the user takes the defaults, not the settings of the starter model', async () => {
  const ui = new Script(['Hugging Face folder…', 'Starter set', 'In the workspace'], {
    'base-folder': ['/m'],
  });
  const request = await askForRun(ui, facts);
  assert.deepEqual(request?.config, { base: '/m', data: { problems: ['starter'], pairs: ['starter'] } });
});

test('a model of the hub takes the defaults under its name, once it is there', async () => {
  const ui = new Script(['From the Hugging Face hub…', 'Starter set', 'In the workspace'], {
    'hub-model': ['ada/tiny@v1'],
  });
  const request = await askForRun(ui, facts);
  assert.deepEqual(request?.config, {
    base: 'ada/tiny@v1',
    data: { problems: ['starter'], pairs: ['starter'] },
  });
  assert.equal(checkRunConfig(request?.config).valid, true);
});

test('a model that was not loaded, for whatever reason, leaves the question where it was', async () => {
  const ui = new Script(['From the Hugging Face hub…', 'x']);
  await askForRun(ui, facts);
  assert.deepEqual(ui.asked, ['base 1/3', 'base 1/3']);
});

test('closing the file dialog asks the same question again', async () => {
  const ui = new Script(['Hugging Face folder…', 'Starter model', 'x']);
  await askForRun(ui, facts);
  assert.deepEqual(ui.asked, ['base 1/3', 'base 1/3', 'data 2/3']);
});

test('JSONL files are told apart by their first row, and the starter set fills the other kind', async () => {
  await using folder = await temporaryFolder();
  const [problems, pairs] = [join(folder.path, 'p.jsonl'), join(folder.path, 's.jsonl')];
  await writeFile(problems, '\n{"id":"a","question":"q","io":[{"stdin":"","stdout":""}]}\n');
  await writeFile(pairs, '{"id":"a","question":"q","solution":"s","correct":true}\n');
  const dataOf = async (files: readonly string[]): Promise<unknown> => {
    const ui = new Script(['Starter model', 'JSONL files…', 'In the workspace'], { 'data-files': files });
    const request = await askForRun(ui, facts);
    return typeof request?.config === 'object' ? request.config.data : undefined;
  };
  assert.deepEqual(await dataOf([problems]), { problems: [problems], pairs: ['starter'] });
  assert.deepEqual(await dataOf([pairs]), { problems: ['starter'], pairs: [pairs] });
  assert.deepEqual(await dataOf([pairs, problems]), { problems: [problems], pairs: [pairs] });
});

test('a file that holds neither kind is refused by name, and the question stays', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'notes.jsonl');
  await writeFile(file, '{"text":"hello"}\n');
  const ui = new Script(['Starter model', 'JSONL files…', 'x'], { 'data-files': [file] });
  await askForRun(ui, facts);
  assert.deepEqual(ui.asked, ['base 1/3', 'data 2/3', 'data 2/3']);
  assert.equal((ui.refused[0] as { code: string }).code, 'shell.data-unknown');
  assert.ok((ui.refused[0] as Error).message.includes(file));
});

test('feedback is offered where there is some, and joins the starter pairs', async () => {
  const without = new Script(['Starter model', 'x']);
  await askForRun(without, facts);
  assert.ok(!without.labels[1]?.includes('Starter set and my feedback'));
  const ui = new Script(['Starter model', 'Starter set and my feedback', 'In the workspace']);
  const request = await askForRun(ui, { ...facts, feedbackFiles: ['/s/feedback.jsonl'] });
  assert.deepEqual(typeof request?.config === 'object' ? request.config.data : undefined, {
    problems: ['starter'],
    pairs: ['starter', '/s/feedback.jsonl'],
  });
});

test('an empty feedback file counts as none', async () => {
  await using folder = await temporaryFolder();
  const [empty, full] = [join(folder.path, 'empty.jsonl'), join(folder.path, 'full.jsonl')];
  await writeFile(empty, '');
  await writeFile(full, '{}\n');
  assert.deepEqual(await withContent([empty, full, join(folder.path, 'missing.jsonl')]), [full]);
});

const ownFunctions = "Starter set and this workspace's functions…";

test("pairs of the workspace's own functions join the starter set, and the next question says how many there are", async () => {
  const ui = new Script(['Starter model', ownFunctions, '<', 'Starter set', 'In the workspace']);
  ui.made = () =>
    Promise.resolve({
      file: '/s/pairs/w.jsonl',
      words: 'Functions with pairs: 9. Correct pairs: 9. Incorrect pairs: 11.',
    });
  const withFolder = { ...facts, hasFolder: true };
  const ask = new Script(['Starter model', ownFunctions, 'In the workspace']);
  ask.made = ui.made;
  const request = await askForRun(ask, withFolder);
  assert.deepEqual(typeof request?.config === 'object' ? request.config.data : undefined, {
    problems: ['starter'],
    pairs: ['starter', '/s/pairs/w.jsonl'],
  });
  assert.equal(checkRunConfig(request?.config).valid, true);
  assert.equal(
    ask.placeholders[2],
    'Functions with pairs: 9. Correct pairs: 9. Incorrect pairs: 11. Where is the run to live?',
  );
  await askForRun(ui, withFolder);
  assert.deepEqual(ui.placeholders.slice(3), [
    'Which problems and solutions is it to learn from?',
    'Where is the run to live?',
  ]);
});

test('a workspace that gives no pairs is refused, or left as it is, and the question stays', async () => {
  const refused = new Script(['Starter model', ownFunctions, 'x']);
  const cause = new Error('No passing test calls a function.');
  refused.made = () => Promise.reject(cause);
  await askForRun(refused, { ...facts, hasFolder: true });
  assert.deepEqual(refused.refused, [cause]);
  assert.deepEqual(refused.asked, ['base 1/3', 'data 2/3', 'data 2/3']);
  const declined = new Script(['Starter model', ownFunctions, 'x']);
  await askForRun(declined, { ...facts, hasFolder: true });
  assert.deepEqual([declined.refused, declined.asked.length], [[], 3]);
});

test('without a folder there are no functions of a workspace, and earlier pairs are offered as they were made', async () => {
  const without = new Script(['Starter model', 'x']);
  await askForRun(without, facts);
  assert.ok(!without.labels[1]?.some((label) => label.includes('workspace')));
  const again = 'Starter set and the last pairs of this workspace';
  const ui = new Script(['Starter model', again, 'In the workspace']);
  const request = await askForRun(ui, { ...facts, workspacePairs: ['/s/pairs/w.jsonl'] });
  assert.deepEqual(typeof request?.config === 'object' ? request.config.data : undefined, {
    problems: ['starter'],
    pairs: ['starter', '/s/pairs/w.jsonl'],
  });
});
