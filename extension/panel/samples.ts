/**
 * Pages of samples, read from the step files when they are asked for, newest step first. Long texts are cut; the page
 * asks for the rest of one at a time.
 */
import { readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import type { CutText, SamplesAnswer, ShownSample } from '../../trainer/protocol/panel.ts';
import type { SampleQuery, TextPlace } from '../../trainer/protocol/panel-request.ts';
import type { SampleRow } from '../../trainer/protocol/run-folder.ts';
import { sampleRowSchema } from '../../trainer/protocol/run-folder.ts';
import { fileFailed, systemCode } from '../../trainer/errors/run.ts';
import { runFolder, samplesFile, stepOfName } from '../../trainer/run/folder.ts';
import { readJournal } from '../../trainer/run/journal-reader.ts';
import { sampleGone } from '../errors/panel.ts';

/** Characters of a text in a page, and of a piece that is asked for. */
export const CUT = 1200;
export const PIECE = 60_000;
/** A page ends at so many samples, so many characters, or so many files that had nothing. */
const SAMPLES = 8;
const CHARACTERS = 120_000;
const FILES = 60;

export async function readSamples(query: SampleQuery, signal: AbortSignal): Promise<SamplesAnswer> {
  const steps = await stepsWithSamples(query.run);
  const { from } = query;
  const samples: ShownSample[] = [];
  let unreadable = 0;
  let older: SamplesAnswer['older'] = null;
  let characters = 0;
  const candidates = from === null ? steps : steps.filter((step) => step <= from.step);
  search: for (const [files, step] of candidates.entries()) {
    if (files >= FILES || signal.aborted) {
      older = { step, row: 0 };
      break;
    }
    const { rows, problems } = await readStep(query.run, step);
    unreadable += problems;
    for (const [row, sample] of rows.entries()) {
      if ((from !== null && step === from.step && row < from.row) || !matches(sample, query)) continue;
      if (samples.length >= SAMPLES || characters > CHARACTERS) {
        older = { step, row };
        break search;
      }
      const shown = shownSample(sample, step, row);
      characters += charactersOf(shown);
      samples.push(shown);
    }
  }
  const [last] = steps;
  const first = steps.at(-1);
  return {
    type: 'samples',
    query,
    samples,
    steps: first === undefined || last === undefined ? null : { first, last },
    older,
    unreadable,
  };
}

/** A piece of a text from this character on. */
export async function readText(place: TextPlace, from: number): Promise<{ text: string; length: number }> {
  const { rows } = await readStep(place.run, place.step);
  const row = rows[place.row];
  const completion = place.completion === null ? undefined : row?.completions[place.completion];
  const text = place.field === 'prompt' ? row?.prompt : completion?.[place.field];
  if (text === undefined) throw sampleGone(place.step);
  return { text: text.slice(from, from + PIECE), length: text.length };
}

/** Newest first. */
async function stepsWithSamples(run: string): Promise<number[]> {
  const { samples } = runFolder(run);
  const names = await readdir(samples).catch((cause: unknown) => {
    if (systemCode(cause) === 'ENOENT') return [];
    throw fileFailed('Listing the samples in', samples, cause);
  });
  return names
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => stepOfName(basename(name, '.jsonl')))
    .filter((step) => step !== undefined)
    .sort((a, b) => b - a);
}

async function readStep(
  run: string,
  step: number,
): Promise<{ rows: readonly SampleRow[]; problems: number }> {
  const { records, problems } = await readJournal(samplesFile(runFolder(run), step), sampleRowSchema);
  return { rows: records, problems: problems.length };
}

function matches({ task, completions }: SampleRow, query: SampleQuery): boolean {
  if (query.task !== 'any' && query.task !== task) return false;
  if (query.timeouts && !completions.some(timedOut)) return false;
  const best = Math.max(...completions.map(({ reward }) => reward));
  switch (query.reward) {
    case 'any':
      return true;
    case 'none':
      return best <= 0;
    case 'some':
      return best > 0 && best < 1;
    case 'full':
      return best >= 1;
  }
}

/** The trainer writes what each failed test did as `test 2: timeout: …`. */
const timedOut = ({ sandbox }: SampleRow['completions'][number]): boolean =>
  sandbox !== undefined && /^test \d+: timeout: /m.test(sandbox);

const cut = (text: string): CutText => ({ text: text.slice(0, CUT), length: text.length });

function shownSample(
  { task, id, correct, prompt, completions }: SampleRow,
  step: number,
  row: number,
): ShownSample {
  return {
    step,
    row,
    task,
    id,
    correct: correct ?? null,
    prompt: cut(prompt),
    completions: completions.map(({ text, sandbox, ...rest }) => ({
      ...rest,
      text: cut(text),
      sandbox: sandbox === undefined ? null : cut(sandbox),
    })),
  };
}

const charactersOf = ({ prompt, completions }: ShownSample): number =>
  completions.reduce(
    (sum, { text, sandbox }) => sum + text.text.length + (sandbox?.text.length ?? 0),
    prompt.text.length,
  );
