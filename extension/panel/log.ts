/** Pages of `trainer.log`, from its end back, with the level of each entry told from what the trainer writes. */
import { open } from 'node:fs/promises';
import type { LogAnswer, LogEntry } from '../../trainer/protocol/panel.ts';
import type { LogLevel, LogQuery } from '../../trainer/protocol/panel-request.ts';
import { fileFailed, systemCode } from '../../trainer/errors/run.ts';
import { runFolder } from '../../trainer/run/folder.ts';

/** Entries of one page, and characters of all that are shown. */
const ENTRIES = 200;
const CHARACTERS = 120_000;
/** Characters of an entry. */
const CUT = 2000;
/** Bytes that are read at first, and at most: an older entry is found with "Open log". */
const FIRST_WINDOW = 2 ** 18;
const LAST_WINDOW = 2 ** 24;

/** From the worst on. */
const levels: readonly LogLevel[] = ['error', 'warning', 'info', 'step'];

/** The newest entries of these levels. A missing log is an empty one. */
export async function readLog(query: LogQuery): Promise<LogAnswer> {
  const wanted = ENTRIES * query.pages;
  const accepted = levels.slice(0, levels.indexOf(query.level) + 1);
  for (let window = FIRST_WINDOW; ; window *= 8) {
    const { text, whole } = await readEnd(runFolder(query.run).log, Math.min(window, LAST_WINDOW));
    const found = parseLog(text).filter(({ level }) => accepted.includes(level));
    if (found.length <= wanted && !whole && window < LAST_WINDOW) continue;
    const entries = lastWithin(found.slice(-wanted));
    return { type: 'log', query, entries, older: entries.length < found.length };
  }
}

/** An entry begins with its time; the lines after it, such as those of a stack, belong to it. */
export function parseLog(text: string): LogEntry[] {
  const entries = text.split(/^(?=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z )/m);
  return entries.flatMap((entry) => {
    const [, time, said] = /^(\S{24}) ([^]*?)\n?$/.exec(entry) ?? [];
    if (time === undefined || said === undefined) return [];
    return [{ time, level: levelOf(said), text: { text: said.slice(0, CUT), length: said.length } }];
  });
}

function levelOf(text: string): LogLevel {
  if (/^step \d+ took /.test(text)) return 'step';
  if (text.startsWith('Warning: ')) return 'warning';
  // A failure as an event, one of the catalogue by its code, or anything thrown with its stack.
  const failure = /^Failed after step |^[a-z]+\.[a-z-]+: |^\w*(Error|Exception)\b|\n +at /;
  return failure.test(text) ? 'error' : 'info';
}

/** The last entries whose texts fit in a message. */
function lastWithin(entries: readonly LogEntry[]): LogEntry[] {
  let characters = 0;
  const start = entries.findLastIndex(({ text }) => (characters += text.text.length) > CHARACTERS);
  return entries.slice(start + 1);
}

async function readEnd(path: string, bytes: number): Promise<{ text: string; whole: boolean }> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const start = Math.max(0, size - bytes);
      const buffer = Buffer.alloc(size - start);
      const { bytesRead } = await file.read(buffer, 0, buffer.length, start);
      return { text: buffer.toString('utf8', 0, bytesRead), whole: start === 0 };
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return { text: '', whole: true };
    throw fileFailed('Reading', path, cause);
  }
}
