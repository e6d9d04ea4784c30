/** The base model as it is in the repository. */
import assert from 'node:assert/strict';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { z } from 'zod';
import { LocalEngine } from '../../../../trainer/engine/local/engine.ts';
import { readDecoderConfig } from '../../../../trainer/model/config.ts';
import { Tokenizer } from '../../../../trainer/model/tokenizer.ts';
import { solvePrompt } from '../../../../trainer/critique/prompts.ts';
import { extractCode } from '../../../../trainer/critique/extract.ts';
import { baseModelDirectory } from '../../../../trainer/starter/base/directory.ts';
import { baseShape } from '../../../../trainer/starter/base/untrained.ts';
import { starterRows } from '../../../support/starter-model.ts';

/** A line of `making.jsonl`: the plan first, then steps and measurements. */
const makingSchema = z.object({
  settings: z.object({ stages: z.array(z.object({ steps: z.int() })) }).optional(),
  step: z.int().optional(),
  temperature: z.number().optional(),
  pass1: z.number().optional(),
  balancedAccuracy: z.number().optional(),
});

test('the base model takes at most 12 MB of the repository', async () => {
  const files = await readdir(baseModelDirectory);
  const sizes = await Promise.all(
    files.map(async (file) => (await stat(join(baseModelDirectory, file))).size),
  );
  assert.ok(sizes.reduce((sum, size) => sum + size, 0) <= 12e6);
});

test('it has the shape that the command which makes it writes', async () => {
  assert.deepEqual(await readDecoderConfig(join(baseModelDirectory, 'config.json')), baseShape);
});

test('the log of its making ends with what it can do, before the end of the plan', async () => {
  const text = await readFile(join(baseModelDirectory, 'making.jsonl'), 'utf8');
  const lines = text
    .trim()
    .split('\n')
    .map((line) => makingSchema.parse(JSON.parse(line)));
  const planned = lines[0]?.settings?.stages.reduce((sum, { steps }) => sum + steps, 0) ?? 0;
  const last = lines.findLast(({ step }) => step !== undefined)?.step ?? 0;
  assert.ok(last > 0 && last < planned, `stopped at ${last} of ${planned}`);
  const measured = lines.slice(-2);
  assert.deepEqual(
    measured.map(({ temperature }) => temperature),
    [0.6, 0],
  );
  for (const { pass1 = 0, balancedAccuracy = 0 } of measured) {
    assert.ok(pass1 > 0.3 && balancedAccuracy > 0.6, 'it solves and judges, though not well');
  }
});

test('it writes a program for a problem of the training split', { timeout: 60_000 }, async () => {
  const tokenizer = await Tokenizer.open(baseModelDirectory);
  await using engine = await LocalEngine.open({
    model: baseModelDirectory,
    threads: 1,
    microBatchTokens: 512,
  });
  const rows = await starterRows(10);
  const params = { maxTokens: 96, temperature: 0, topP: 1, topK: 0, stop: [] };
  const groups = await engine.sample(
    rows.map(({ problem }) => ({
      prompt: tokenizer.encodePrompt(solvePrompt(problem)),
      count: 1,
      seed: 1,
      params,
    })),
  );
  const programs = groups.map(([completion]) =>
    extractCode(tokenizer.decode(completion?.tokens ?? new Int32Array(0)), 'python'),
  );
  const named = programs.filter((program, index) =>
    program?.startsWith(rows[index]?.problem.starterCode ?? '?'),
  );
  assert.ok(named.length >= 9, `${named.length} of 10 answers begin with the signature that was asked for`);
});
