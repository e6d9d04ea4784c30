/** What the command line says and with which exit code, before any command has real work to do. */
import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { commands } from '../../trainer/commands/list.ts';
import { machineMemory } from '../../trainer/machine.ts';
import { doctorReportSchema, runsReportSchema } from '../../trainer/protocol/reports.ts';
import { gibibytes } from '../../trainer/protocol/size.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { documentOf, runCli } from './program.ts';

test('--help lists every command, and so does calling without one, as wrong usage', async () => {
  const asked = await runCli('--help');
  assert.deepEqual([asked.code, asked.stderr], [0, '']);
  for (const { name, summary } of commands) {
    assert.match(asked.stdout, new RegExp(`^  ${name} +${summary}$`, 'm'));
  }
  const unasked = await runCli();
  assert.deepEqual([unasked.code, unasked.stdout], [2, asked.stdout]);
});

test('--help of a command or of a verb of it prints its usage and every option that it takes', async () => {
  const all = commands.flatMap((command) => [command, ...(command.verbs ?? [])]);
  for (const { name, options } of all) {
    const { code, stdout, stderr } = await runCli(...name.split(' '), '--help');
    assert.deepEqual([code, stderr], [0, ''], name);
    assert.ok(stdout.startsWith(`Usage: critique-coder ${name} `), name);
    for (const option of Object.keys(options)) {
      assert.match(stdout, new RegExp(`^  --${option}\\b`, 'm'), `${name} --${option}`);
    }
  }
});

const wrong = [
  { about: 'an unknown command', args: ['improve'], says: /There is no command "improve"/ },
  { about: 'an unknown option', args: ['runs', '--colour', 'red'], says: /--colour/ },
  { about: 'a missing option', args: ['eval', '--critic', 'critic'], says: /--pairs is missing/ },
  { about: 'an option without its value', args: ['export', '--run'], says: /--run/ },
  {
    about: 'more minutes to verify in than a timer holds',
    args: ['verify', 'a.js', '--function', 'f', '--minutes', '36000'],
    says: /--minutes takes a number from 0\.01 to 10080, not "36000"/,
  },
  {
    about: 'more minutes for a workspace than a timer holds',
    args: ['data', 'workspace', '--plan', '--minutes', '100000'],
    says: /--minutes takes a number from 0\.01 to 10080, not "100000"/,
  },
  {
    about: 'more seconds for a program than a timer holds',
    args: ['label', '--problems', 'p', '--solutions', 's', '--time-limit', '2147484'],
    says: /--time-limit takes a number from 0\.1 to 86400, not "2147484"/,
  },
  {
    about: 'more seconds for a request than a timer holds',
    args: [
      ...['data', 'sample', '--problems', 'p', '--out', 'o', '--endpoint', 'http://127.0.0.1:1'],
      ...['--model', 'm', '--timeout', '2147484'],
    ],
    says: /--timeout takes a number from 1 to 86400, not "2147484"/,
  },
  { about: 'an operand where none is taken', args: ['doctor', 'everything'], says: /everything/ },
  { about: 'no file to judge', args: ['critique', '--critic', 'critic'], says: /at least one source file/ },
  {
    about: 'an option that is no number',
    args: ['label', '--problems', 'p', '--solutions', 's', '--threshold', 'most'],
    says: /--threshold takes a number from 0, not "most"/,
  },
  {
    about: 'a precision that there is not',
    args: ['export', '--run', 'run', '--precision', 'int2'],
    says: /--precision takes one of auto, fp32, int8, int4, not "int2"/,
  },
  { about: 'a number that is not whole', args: ['train', '--steps', '1.5'], says: /whole number, not "1.5"/ },
  {
    about: 'a checkpoint of no run',
    args: ['train', '--from-step', '3'],
    says: /--from-step is for --resume/,
  },
  {
    about: 'an option that a resumed run cannot take',
    args: ['train', '--resume', 'run', '--seed', '3'],
    says: /--seed is for a new run/,
  },
];

test('wrong usage ends with 2, what was wrong and the usage on standard error, and nothing on standard output', async () => {
  for (const { about, args, says } of wrong) {
    const { code, stdout, stderr } = await runCli(...args, '--json');
    assert.deepEqual([code, stdout], [2, ''], about);
    assert.match(stderr, says, about);
    assert.match(stderr, /^Usage: critique-coder/m, about);
  }
});

test('doctor answers with one document in which every check is ok or says what to do', async () => {
  const ended = await runCli('doctor', '--json');
  const { ok, checks } = doctorReportSchema.parse(JSON.parse(ended.stdout));
  assert.equal(ended.code, ok ? 0 : 1, ended.stderr);
  assert.equal(
    ok,
    checks.every((check) => check.ok),
  );
  for (const check of checks) {
    assert.equal(check.todo === null, check.ok, check.name);
    assert.match(ended.stderr, new RegExp(`^${check.ok ? 'ok' : 'problem'} +${check.name}\\b`, 'm'));
  }
  // In a container, what it is allowed, as training counts.
  const memory = checks.find(({ name }) => name === 'memory');
  assert.ok(memory?.found.endsWith(` free of ${gibibytes(machineMemory().physical)}`), memory?.found);
  const providers = checks.find(({ name }) => name === 'providers');
  assert.match(providers?.found ?? '', /engine\.provider "auto" takes (cpu|webgpu|cuda|directml)/);
  const fine = new Set(checks.filter((check) => check.ok).map(({ name }) => name));
  for (const name of ['Node', 'processor', 'providers', 'sandbox']) assert.ok(fine.has(name), name);
});

test('a file that no critic can read is named before anything is judged', async () => {
  await using folder = await temporaryFolder();
  const [program, notes] = [join(folder.path, 'a.py'), join(folder.path, 'notes.txt')];
  for (const file of [program, notes]) await writeFile(file, 'pass\n');
  const critic = join(folder.path, 'critic');
  const { code, stdout, stderr } = await runCli('critique', '--critic', critic, program, notes, '--json');
  assert.deepEqual([code, stdout], [1, '']);
  assert.ok(stderr.includes(notes), stderr);
});

test('runs of an empty folder, or of none, are an empty list', async () => {
  await using folder = await temporaryFolder();
  for (const root of [folder.path, join(folder.path, 'none')]) {
    const ended = await runCli('runs', '--runs', root, '--json');
    assert.deepEqual(runsReportSchema.parse(documentOf(ended)), { runs: [] });
    assert.equal(ended.stderr, `There are no runs in ${root}.\n`);
  }
});

test('without --json a command prints nothing on standard output', async () => {
  await using folder = await temporaryFolder();
  const { code, stdout } = await runCli('runs', '--runs', folder.path);
  assert.deepEqual([code, stdout], [0, '']);
});

test('train with an invalid configuration names every violation and leaves no run behind', async () => {
  await using folder = await temporaryFolder();
  const config = join(folder.path, 'critique-coder.json');
  await writeFile(
    config,
    JSON.stringify({ groupSize: 1, critiqueShare: 1.5, optimizer: {}, data: { pairs: [] } }),
  );
  const runs = join(folder.path, 'runs');
  const { code, stdout, stderr } = await runCli('train', '--config', config, '--runs', runs, '--json');
  assert.deepEqual([code, stdout], [1, '']);
  for (const violation of [
    'groupSize = 1',
    'critiqueShare = 1.5',
    'optimizer = {}: there is no such field',
  ]) {
    assert.ok(stderr.includes(violation), `${violation} is missing in: ${stderr}`);
  }
  assert.ok(stderr.includes(config));
  assert.deepEqual(await readdir(folder.path), ['critique-coder.json']);
});

test('a file that is not there is a failure that names it, without a stack', async () => {
  await using folder = await temporaryFolder();
  const missing = join(folder.path, 'missing.json');
  const { code, stdout, stderr } = await runCli('train', '--config', missing, '--json');
  assert.deepEqual([code, stdout], [1, '']);
  assert.ok(stderr.includes(missing));
  assert.doesNotMatch(stderr, /^ {4}at /m);
});
