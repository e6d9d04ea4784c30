/** What can go wrong with importing published sets, beyond single rows, which are reported and passed over. */
import { reasonOf, TrainerError } from './error.ts';

export function unknownFormat(file: string, found: string, formats: readonly string[]): TrainerError {
  return new TrainerError(
    'data.unknown-format',
    `The format of ${file} was not recognised: ${found}.`,
    `Say which it is by --format; there are ${formats.join(', ')}.`,
  );
}

export function fileUnreadable(file: string, cause: unknown): TrainerError {
  return new TrainerError(
    'data.unreadable',
    `Importing ${file} failed: ${reasonOf(cause)}`,
    'Check that the path is right and that the file is readable and complete.',
    { cause },
  );
}

export function fileTooLarge(file: string, bytes: number, most: number): TrainerError {
  return new TrainerError(
    'data.too-large',
    `${file} is one JSON document of ${bytes} bytes, and at most ${most} are read at once.`,
    'Write its rows as JSONL, one a line; such a file may have any size.',
  );
}

export function parquetUnreadable(file: string, reason: string, cause?: unknown): TrainerError {
  return new TrainerError(
    'data.parquet',
    `Reading the Parquet file ${file} failed: it ${reason}`,
    'Check that the file is complete. If it is, write it anew with pyarrow, or as JSONL.',
    { cause },
  );
}

export function tooManyRejected(file: string, most: number): TrainerError {
  return new TrainerError(
    'data.too-many-rejected',
    `More than ${most} rows of ${file} cannot be used.`,
    'Import the beginning of the file to see why: the format may be another one than was recognised.',
  );
}
