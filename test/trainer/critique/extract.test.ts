import assert from 'node:assert/strict';
import test from 'node:test';
import { extractCode } from '../../../trainer/critique/extract.ts';
import type { Language } from '../../../trainer/protocol/data.ts';

interface Case {
  readonly why: string;
  readonly completion: string;
  readonly code: string | null;
  readonly language?: Language;
}

const cases: readonly Case[] = [
  { why: 'a tagged block', completion: '```python\nx = 1\n```', code: 'x = 1' },
  { why: 'prose around the block', completion: 'Here:\n\n```python\nx = 1\n```\nDone.', code: 'x = 1' },
  { why: 'the last tagged block', completion: '```python\na\n```\n```python\nb\n```', code: 'b' },
  {
    why: 'a tagged block before an untagged one',
    completion: '```python\na\n```\nOutput:\n```\n3\n```',
    code: 'a',
  },
  { why: 'an untagged block', completion: '```\nx = 1\n```', code: 'x = 1' },
  { why: 'the last untagged block', completion: '```\na\n```\n```\nb\n```', code: 'b' },
  { why: 'the tag py', completion: '```py\nx = 1\n```', code: 'x = 1' },
  { why: 'a tag in capitals', completion: '```Python\nx = 1\n```', code: 'x = 1' },
  { why: 'a tag after a space', completion: '``` python\nx = 1\n```', code: 'x = 1' },
  { why: 'words after the tag', completion: '```python title="a.py"\nx = 1\n```', code: 'x = 1' },
  { why: 'tildes', completion: '~~~python\nx = 1\n~~~', code: 'x = 1' },
  {
    why: 'a longer fence around a shorter one',
    completion: '````python\n"""\n```\n"""\n````',
    code: '"""\n```\n"""',
  },
  { why: 'a fence that is never closed', completion: 'So:\n```python\nx = 1\ny = 2', code: 'x = 1\ny = 2' },
  {
    why: 'an indented block loses its indentation',
    completion: '1. So:\n   ```python\n   if a:\n       b\n   ```',
    code: 'if a:\n    b',
  },
  { why: 'indentation inside the block stays', completion: '```python\n  x\n```', code: '  x' },
  { why: 'Windows line ends', completion: '```python\r\nx = 1\r\ny = 2\r\n```\r\n', code: 'x = 1\ny = 2' },
  { why: 'blank lines around the code go', completion: '```python\n\n\nx = 1\n\n```', code: 'x = 1' },
  {
    why: 'a blank block is passed over',
    completion: '```python\nx = 1\n```\n```python\n\n```',
    code: 'x = 1',
  },
  {
    why: 'no fence at all: the whole answer',
    completion: 'def f(x):\n    return x\n',
    code: 'def f(x):\n    return x',
  },
  {
    why: 'inline code is no fence',
    completion: 'x = 1  # as ```python``` says',
    code: 'x = 1  # as ```python``` says',
  },
  { why: 'one line between two fences is inline code', completion: '```x = 1```', code: '```x = 1```' },
  {
    why: 'reasoning is left out',
    completion: '<think>```python\na\n```</think>```python\nb\n```',
    code: 'b',
  },
  { why: 'reasoning opened by the prompt is left out', completion: 'hm\n</think>\n\nx = 1', code: 'x = 1' },
  { why: 'cut off inside the reasoning', completion: '<think>\n```python\nx = 1\n```', code: null },
  { why: 'only another language', completion: '```javascript\nlet x\n```', code: null },
  { why: 'only a blank block', completion: '```python\n```', code: null },
  { why: 'nothing', completion: '', code: null },
  { why: 'blanks', completion: ' \n\t\n', code: null },
  {
    why: 'JavaScript',
    completion: '```js\nlet x\n```\n```python\ny\n```',
    code: 'let x',
    language: 'javascript',
  },
  {
    why: 'TypeScript',
    completion: '```ts\nlet x: 1\n```\n```js\ny\n```',
    code: 'let x: 1',
    language: 'typescript',
  },
];

for (const { why, completion, code, language = 'python' } of cases) {
  test(`the program of ${JSON.stringify(completion)} is found: ${why}`, () => {
    assert.equal(extractCode(completion, language), code);
  });
}
