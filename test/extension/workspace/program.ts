/**
 * A program that speaks as `critique-coder verify` and `critique-coder data workspace` do. What it is to say is in a file
 * of the folder that it is asked about, and what it was asked is written beside that.
 */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import type { Instructions } from './folder.ts';

const { values, positionals } = parseArgs({
  options: {
    function: { type: 'string' },
    folder: { type: 'string' },
    out: { type: 'string' },
    minutes: { type: 'string' },
    python: { type: 'string' },
    plan: { type: 'boolean' },
    'run-tests': { type: 'boolean' },
    stdin: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  allowPositionals: true,
});
const folder = values.folder ?? positionals[2] ?? '';
const input = values.stdin === true ? await text(process.stdin) : null;
appendFileSync(join(folder, 'asked.jsonl'), `${JSON.stringify({ values, positionals, input })}\n`);
const all = JSON.parse(readFileSync(join(folder, 'answers.json'), 'utf8')) as Record<string, Instructions>;
const {
  lines = [],
  document,
  exitCode = 0,
  waits = false,
  writes = '',
} = all[values.plan === true ? 'plan' : (positionals[0] ?? '')] ?? {};
for (const line of lines) process.stderr.write(`${line}\n`);
if (waits) {
  const clearUp = (): void => {
    writeFileSync(join(folder, 'cleared'), '');
    process.exit(130);
  };
  process.once('SIGTERM', clearUp);
  writeFileSync(join(folder, 'waiting'), '');
  setInterval(() => undefined, 1000);
} else {
  if (values.out !== undefined && writes !== '') writeFileSync(values.out, writes);
  if (document !== undefined) process.stdout.write(`${JSON.stringify(document)}\n`);
  process.exitCode = exitCode;
}
