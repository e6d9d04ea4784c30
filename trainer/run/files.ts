/** Writing files so that a crash at any moment leaves the old content or the new, never a part of it. */
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { fileFailed, recordInvalid, recordTooNew } from '../errors/run.ts';
import { reasonOf } from '../errors/error.ts';
import { PROTOCOL_VERSION } from '../protocol/version.ts';

/** Part of the name of whatever is not complete yet. */
export const UNFINISHED = '.tmp-';

/** A text at once, or in pieces as they come. */
type Text = string | AsyncIterable<string>;

/** Writes a whole file of a run; when the promise resolves, content and name are on the disk. */
export async function writeFileAtomic(path: string, text: Text): Promise<void> {
  await replaceFile(path, text).catch((cause: unknown) => {
    throw fileFailed('Writing', path, cause);
  });
}

/** The same for any file; errors are the system's. */
export async function replaceFile(path: string, text: Text): Promise<void> {
  const temporary = `${path}${UNFINISHED}${process.pid}`;
  try {
    await writeSynced(temporary, text);
    await rename(temporary, path);
    await syncDirectory(dirname(path));
  } catch (cause) {
    // Why nothing could be written is what counts, not that the beginning of it stays as well.
    await rm(temporary, { force: true }).catch(() => undefined);
    throw cause;
  }
}

/** Writes a whole file and waits until its content is on the disk; errors are the system's. */
export async function writeSynced(path: string, content: Text | Uint8Array): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Waits until a file's content is on the disk. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Waits until the names in a folder are on the disk. Windows has no such call and needs none. */
export async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

const versioned = z.object({ protocol: z.int() });

/**
 * Reads a JSON record that carries a `protocol` number. A missing file rejects with the system's error;
 * a damaged or newer one with `run.record-invalid` or `run.too-new`.
 */
export async function readRecord<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  const text = await readFile(path, 'utf8');
  const document = parseJson(text);
  if (!document.ok) throw recordInvalid(path, document.reason);
  const version = versioned.safeParse(document.value);
  if (version.success && version.data.protocol > PROTOCOL_VERSION) {
    throw recordTooNew(path, version.data.protocol, PROTOCOL_VERSION);
  }
  const parsed = schema.safeParse(document.value);
  if (!parsed.success) throw recordInvalid(path, explain(parsed.error));
  return parsed.data;
}

/** What a text says, or why it says nothing. */
export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

export function parseJson(text: string): Parsed<unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return { ok: true, value };
  } catch (cause) {
    return { ok: false, reason: reasonOf(cause) };
  }
}

/** A failed validation in one line. */
export function explain(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.') || 'the record'}: ${issue.message}`).join('; ');
}
