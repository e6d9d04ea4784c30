/** What a checkpoint of adapters says of the model they belong to, which is not part of it. */
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { baseChanged } from '../../errors/adapters.ts';
import { badCheckpoint } from '../../errors/engine.ts';
import { hashWeights } from '../../model/checkpoint-weights.ts';

const recordFile = 'base.json';

const recordSchema = z.object({ path: z.string(), sha256: z.string() });
export type BaseRecord = z.infer<typeof recordSchema>;

/** Reads the weights in `directory` once, which takes about a second a gigabyte. */
export async function describeBase(directory: string): Promise<BaseRecord> {
  return { path: resolve(directory), sha256: await hashWeights(directory) };
}

export async function writeBaseRecord(directory: string, base: BaseRecord): Promise<void> {
  await writeFile(join(directory, recordFile), `${JSON.stringify(base, null, 2)}\n`);
}

/** Refuses a checkpoint of adapters for other weights. The model may have been moved: what counts is its content. */
export async function checkBase(directory: string, base: BaseRecord): Promise<void> {
  const file = join(directory, recordFile);
  const recorded = await readRecord(file).catch((cause: unknown) => {
    throw badCheckpoint('record of the base model', file, cause);
  });
  if (recorded.sha256 !== base.sha256) throw baseChanged(base.path, recorded.sha256, base.sha256);
}

async function readRecord(file: string): Promise<BaseRecord> {
  const { success, data } = recordSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (!success) throw new Error('it does not have the path and the SHA-256 of a model');
  return data;
}
