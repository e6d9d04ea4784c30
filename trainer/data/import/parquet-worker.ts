/**
 * Reads a Parquet file in a thread of its own, because what reads it trusts the numbers in the file: a thread has its
 * own bounds of memory and can be ended. Asked for more, it answers with the next few rows as JSON texts.
 */
import { open } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { parquetMetadataAsync, parquetReadObjects, toJson } from 'hyparquet';
import type { AsyncBuffer, FileMetaData } from 'hyparquet';
import { parquetCompressors, TooLarge } from './parquet-compressors.ts';
import type { FromParquet, ParquetRow, ParquetTask } from './parquet.ts';

const { file, mostRowBytes } = workerData as ParquetTask;

/** What a window of rows is meant to take unpacked, and the most rows of one. */
const windowBytes = 2 ** 26;
const windowRows = 1000;
const mostRows = 100_000_000;
const largestSlice = 2 ** 29;
const largestFooter = 2 ** 25;

/** Of damaged places, which a file has by the million if it has many. Rows that are too large, or beside such a one, are told each. */
const mostDamaged = 1000;

async function openBuffer(): Promise<AsyncBuffer> {
  const handle = await open(file);
  const byteLength = (await handle.stat()).size;
  // The windows of a row group read the same chunks of columns.
  let kept: { start: number; end: number; bytes: ArrayBuffer }[] = [];
  return {
    byteLength,
    async slice(start, end = byteLength) {
      const length = end - start;
      if (!(length >= 0 && start >= 0 && end <= byteLength))
        throw new Error(`has no bytes from ${start} to ${end}`);
      if (length > largestSlice)
        throw new TooLarge(`has a column of ${length} bytes in one piece, more than ${largestSlice}`);
      const known = kept.find((one) => one.start === start && one.end === end);
      if (known !== undefined) return known.bytes;
      const bytes = new ArrayBuffer(length);
      await handle.read(new Uint8Array(bytes), 0, length, start);
      const others = kept.filter((one) => one.start >= start - largestSlice);
      const total = others.reduce((sum, one) => sum + one.bytes.byteLength, length);
      kept = total > largestSlice ? [{ start, end, bytes }] : [...others, { start, end, bytes }];
      return bytes;
    },
  };
}

async function readMetadata(buffer: AsyncBuffer): Promise<FileMetaData> {
  if (buffer.byteLength < 12) throw new Error('is too short for a Parquet file');
  const tail = new DataView(await buffer.slice(buffer.byteLength - 8));
  const footer = tail.getUint32(0, true);
  if (footer > largestFooter)
    throw new TooLarge(`has a footer of ${footer} bytes, more than ${largestFooter}`);
  const metadata = await parquetMetadataAsync(buffer);
  if (!(Number(metadata.num_rows) <= mostRows)) throw new TooLarge(`claims ${metadata.num_rows} rows`);
  return metadata;
}

interface Window {
  readonly start: number;
  readonly end: number;
}

/** Row groups cut into windows of a size that memory has room for. */
function* windowsOf(metadata: FileMetaData): Generator<Window> {
  let groupStart = 0;
  for (const group of metadata.row_groups) {
    const rows = Number(group.num_rows);
    const rowBytes = Math.max(1, Number(group.total_byte_size) / Math.max(1, rows));
    const size = Math.min(windowRows, Math.max(1, Math.floor(windowBytes / rowBytes)));
    for (let start = groupStart; start < groupStart + rows; start += size) {
      yield { start, end: Math.min(start + size, groupStart + rows) };
    }
    groupStart += rows;
  }
}

let damaged = 0;

/** The rows of a window; where they are too much at once they are read in halves, down to the row at fault. */
async function* readWindow(
  buffer: AsyncBuffer,
  metadata: FileMetaData,
  window: Window,
): AsyncGenerator<ParquetRow[]> {
  const { start, end } = window;
  try {
    const rows = await parquetReadObjects({
      file: buffer,
      metadata,
      rowStart: start,
      rowEnd: end,
      useOffsetIndex: true,
      compressors: parquetCompressors,
    });
    yield rows.map((row, index) => asText(row, start + index + 1));
  } catch (cause) {
    const reason = (cause as Error).message;
    if (cause instanceof TooLarge && end - start > 1) {
      const middle = Math.floor((start + end) / 2);
      yield* readWindow(buffer, metadata, { start, end: middle });
      yield* readWindow(buffer, metadata, { start: middle, end });
    } else {
      if (!(cause instanceof TooLarge)) damaged += 1;
      const which = end - start > 1 ? `with the rows up to ${end} ` : '';
      yield [{ number: start + 1, problem: `${which}cannot be read: ${reason}` }];
    }
  }
}

function asText(row: Record<string, unknown>, number: number): ParquetRow {
  const text = JSON.stringify(toJson(row));
  if (text.length <= mostRowBytes) return { number, text };
  return { number, problem: `is longer than ${mostRowBytes} bytes` };
}

async function* readAll(): AsyncGenerator<ParquetRow[]> {
  const buffer = await openBuffer();
  const metadata = await readMetadata(buffer);
  for (const window of windowsOf(metadata)) {
    for await (const rows of readWindow(buffer, metadata, window)) {
      yield rows;
      if (damaged > mostDamaged) throw new Error(`has more than ${mostDamaged} places that cannot be read`);
    }
  }
}

const reading = readAll();
const say = (message: FromParquet): void => parentPort?.postMessage(message);
parentPort?.on('message', () => {
  reading.next().then(
    ({ done, value }) => say(done === true ? { kind: 'end' } : { kind: 'rows', rows: value }),
    (cause: unknown) => say({ kind: 'failed', reason: (cause as Error).message }),
  );
});
