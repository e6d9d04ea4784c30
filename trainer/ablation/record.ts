/** `ablation.json`: what a folder's ablation trains, frozen but for cells and seeds that are added. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { gridChanged } from '../errors/ablation.ts';
import { fileFailed, systemCode } from '../errors/run.ts';
import { ablationRecordSchema, type AblationRecord, type Design } from '../protocol/ablation.ts';
import type { RunConfig } from '../protocol/config.ts';
import { PROTOCOL_VERSION } from '../protocol/version.ts';
import { readRecord, writeFileAtomic } from '../run/files.ts';
import { cellsOf } from './grid.ts';

const recordFile = (out: string): string => join(out, 'ablation.json');

/** The ablation of a folder, or null. Throws `run.record-invalid` or `run.too-new`. */
export async function readAblation(out: string): Promise<AblationRecord | null> {
  try {
    return await readRecord(recordFile(out), ablationRecordSchema);
  } catch (cause) {
    const code = systemCode(cause);
    if (code === 'ENOENT') return null;
    throw cause;
  }
}

/** Writes the design down; `begun` is when that of an earlier call was. The caller has checked that it goes on with it. */
export async function writeAblation(
  out: string,
  design: Design,
  begun: string = new Date().toISOString(),
): Promise<void> {
  await mkdir(out, { recursive: true }).catch((cause: unknown) => {
    throw fileFailed('Creating', out, cause);
  });
  const record: AblationRecord = { protocol: PROTOCOL_VERSION, createdAt: begun, ...design };
  await writeFileAtomic(recordFile(out), `${JSON.stringify(record, null, 2)}\n`);
}

/** Throws `ablation.grid-changed` where `now` would not go on with what was begun, and says in what. */
export function checkUnchanged(out: string, before: Design, now: Design): void {
  const cells = new Map(cellsOf(now).map((cell) => [cell.name, cell.config]));
  const changes = [
    ...configChanges(before.config, now.config),
    ...(isDeepStrictEqual(before.heldOut, now.heldOut)
      ? []
      : [`heldOut was ${JSON.stringify(before.heldOut)} and is ${JSON.stringify(now.heldOut)}`]),
    ...before.seeds.filter((seed) => !now.seeds.includes(seed)).map((seed) => `seed ${seed} is missing`),
    ...cellsOf(before)
      .filter(({ name }) => !cells.has(name))
      .map(({ name }) => `the cell ${name} is missing`),
  ];
  if (changes.length > 0) throw gridChanged(out, changes);
}

/** The sections of the configuration at the centre that are another, with both values. */
function configChanges(before: RunConfig, now: RunConfig): string[] {
  const old = new Map<string, unknown>(Object.entries(before));
  return Object.entries(now)
    .filter(([section, value]) => !isDeepStrictEqual(old.get(section), value))
    .map(
      ([section, value]) =>
        `${section} was ${JSON.stringify(old.get(section))} and is ${JSON.stringify(value)}`,
    );
}
