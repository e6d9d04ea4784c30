/** Chat templates beside transformers, and the places where a checkpoint may have one. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { ChatTemplate } from '../../../trainer/model/chat-template.ts';
import { Tokenizer } from '../../../trainer/model/tokenizer.ts';
import { goldenPath, goldenTokenizers, readGoldenTexts } from '../../support/golden.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const { chats } = await readGoldenTexts();
const request = [{ role: 'user', content: 'Hi' }];
const quick = { thinking: false };

type Config = Parameters<typeof ChatTemplate.read>[1];

/** What is rendered of a request with these contents of tokenizer_config.json and, if given, chat_template.jinja. */
async function rendered(config: Config, file?: string, messages = request): Promise<string | undefined> {
  await using folder = await temporaryFolder();
  if (file !== undefined) await writeFile(join(folder.path, 'chat_template.jinja'), file);
  const template = await ChatTemplate.read(folder.path, config, join(folder.path, 'tokenizer_config.json'));
  return template?.render(messages, quick);
}

/** The template of a golden folder, read as its tokenizer reads it. */
async function goldenTemplate(name: string): Promise<ChatTemplate | undefined> {
  const folder = goldenPath(`tokenizers/${name}`);
  const file = join(folder, 'tokenizer_config.json');
  return await ChatTemplate.read(folder, JSON.parse(await readFile(file, 'utf8')) as Config, file);
}

for (const name of goldenTokenizers) {
  test(`conversations in the template of ${name} are those of transformers in text and tokens, thinking or not`, async () => {
    const template = await goldenTemplate(name);
    const own = chats.filter(({ tokenizer, differs }) => tokenizer === name && !differs);
    assert.ok(own.length >= 18);
    for (const { messages, thinking, text, ids } of own) {
      assert.equal(template?.render(messages, { thinking }), text);
      const tokenizer = await Tokenizer.open(goldenPath(`tokenizers/${name}`), { thinking });
      assert.deepEqual([...tokenizer.encode(text)], ids);
      const [only, ...others] = messages;
      if (only?.role !== 'user' || others.length > 0) continue;
      assert.equal(tokenizer.renderPrompt(only.content), text);
      assert.deepEqual([...tokenizer.encodePrompt(only.content)], ids);
    }
  });
}

test('a request without a system message gets the one that the template of Qwen2.5 has for it', async () => {
  const tokenizer = await Tokenizer.open(goldenPath('tokenizers/qwen2'));
  assert.equal(
    tokenizer.renderPrompt('Hi'),
    '<|im_start|>system\nYou write code, and say what it does.<|im_end|>\n' +
      '<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n',
  );
});

test('stripping differs from transformers in spaces beside line breaks and in two kinds of white space', async () => {
  // docs/method.md, "Tokenizers and chat templates". The prompts of training and judging have neither.
  const known = chats.filter(({ differs, thinking }) => differs && !thinking);
  const ours: (string | undefined)[] = [];
  for (const { tokenizer, messages, text } of known) {
    ours.push((await goldenTemplate(tokenizer))?.render(messages, quick));
    assert.notEqual(ours.at(-1), text);
  }
  const theirs = known.map(({ text }) => text);
  assert.deepEqual(ours, [
    theirs[0]?.replace('hm \n', 'hm\n'),
    theirs[1]?.replace('\ufeffx', 'x'),
    theirs[2]?.replace('x<', 'x\u0085<'),
  ]);
});

test('thinking changes the prompt of a template that knows it, and is off unless it is asked for', async () => {
  const folder = goldenPath('tokenizers/qwen3');
  const [plain, off, on] = await Promise.all([
    Tokenizer.open(folder),
    Tokenizer.open(folder, { thinking: false }),
    Tokenizer.open(folder, { thinking: true }),
  ]);
  assert.equal(plain.renderPrompt('Hi'), off.renderPrompt('Hi'));
  const begun = '<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n';
  assert.equal(on.renderPrompt('Hi'), begun);
  assert.equal(off.renderPrompt('Hi'), `${begun}<think>\n\n</think>\n\n`);
});

test('the file of its own goes before the field, and of several templates the default is taken', async () => {
  const several = [
    { name: 'tool_use', template: 'tools' },
    { name: 'default', template: 'default' },
  ];
  assert.equal(await rendered({ chat_template: 'field' }), 'field');
  assert.equal(await rendered({ chat_template: several }), 'default');
  assert.equal(await rendered({ chat_template: several }, 'file'), 'file');
  assert.equal(await rendered({}, 'file'), 'file');
  for (const config of [{}, { chat_template: null }]) assert.equal(await rendered(config), undefined);
});

test('templates get the special tokens that the checkpoint has, whichever way they are written', async () => {
  const config = { bos_token: '<s>', eos_token: { content: '</s>', lstrip: false }, pad_token: null };
  const file = '{{ bos_token }}|{{ eos_token }}|{{ pad_token is defined }}|{{ unk_token is defined }}';
  assert.equal(await rendered(config, file), '<s>|</s>|false|false');
});

test('templates find what transformers gives them', async () => {
  const template = (file: string) => rendered({}, file);
  assert.equal(await template('{% for i in range(3) %}{{ i }}{% endfor %}'), '012');
  assert.equal(await template('{% for i in range(7, 1, -3) %}{{ i }} {% endfor %}'), '7 4 ');
  assert.equal(await template('{{ tools is none }} {{ documents is none }}'), 'true true');
  assert.equal(await template('{{ messages[0] | tojson }}'), '{"role": "user", "content": "Hi"}');
  assert.equal(await template('{% if True and not False and None is none %}yes{% endif %}'), 'yes');
});

test('the day that templates are told never changes, so that a request is the same prompt tomorrow', async () => {
  const file = '{{ strftime_now("%A, %d %B %Y; %a %e %b %y; %Y-%m-%d %H:%M:%S; %I %p, day %j, 100%% %Q") }}';
  assert.equal(
    await rendered({}, file),
    'Friday, 26 July 2024; Fri 26 Jul 24; 2024-07-26 00:00:00; 12 AM, day 208, 100% %Q',
  );
});

test('a template that cannot be used is refused by its file with the reason', async () => {
  const refused = (message: RegExp) => ({ code: 'model.bad-chat-template', message });
  await assert.rejects(
    rendered({}, '{% if %}'),
    refused(/chat_template\.jinja cannot be used: it cannot be/),
  );
  await assert.rejects(
    rendered({ chat_template: '{{ "a' }),
    refused(/tokenizer_config\.json cannot be used: it cannot be understood/),
  );
  await assert.rejects(
    rendered({}, '{{ raise_exception("No system message.") }}'),
    refused(/it refuses the conversation: No system message\./),
  );
  const unnamed = [
    { name: 'rag', template: 'x' },
    { name: 'tool_use', template: 'y' },
  ];
  await assert.rejects(
    rendered({ chat_template: unnamed }),
    refused(/of its templates \("rag", "tool_use"\) none is called "default"/),
  );
});

test('a conversation that the template of Qwen3 forbids is refused in its words', async () => {
  const template = await ChatTemplate.read(goldenPath('tokenizers/qwen3'), {}, 'tokenizer_config.json');
  assert.throws(() => template?.render([{ role: 'system', content: 'Be terse.' }], quick), {
    code: 'model.bad-chat-template',
    message: /There is no user message\./,
  });
});
