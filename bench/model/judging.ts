/** The verdict on a function of 40 lines without words, which is one reading of the prompt, and whether all read alike. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { verdictTokens } from '../../trainer/critic/verdict-tokens.ts';
import { critiquePrompt } from '../../trainer/critique/prompts.ts';
import { Tokenizer } from '../../trainer/model/tokenizer.ts';
import type { Precision } from '../../trainer/protocol/critic.ts';
import { peaksOf } from '../contestant.ts';
import { subject } from '../critic/functions.ts';
import { median, takeTurns } from '../rounds.ts';
import { mebibytes, print, printTable, speedAgainst, type Cell } from '../table.ts';
import { enter, type Entrant } from './entrants.ts';
import { judgedSchema, type Asked } from './protocol.ts';

export interface VerdictDemand {
  readonly threads: number;
  readonly rounds: number;
  /** A folder for the logits. */
  readonly folder: string;
}

export type VerdictQuestion = Omit<Asked<'verdict'>, 'logits'>;

/** The question in the tokens of the model's tokenizer. */
export async function verdictQuestion(model: string): Promise<VerdictQuestion> {
  const tokenizer = await Tokenizer.open(model, { thinking: false });
  const { prefix, correct, incorrect } = verdictTokens(tokenizer);
  const prompt = [...tokenizer.encodePrompt(critiquePrompt(subject)), ...prefix];
  return { do: 'verdict', prompt, correct, incorrect };
}

/** Logits that all others are compared with, and whose they are. */
export interface Reference {
  readonly name: string;
  readonly logits: Float32Array;
}

/** Of full precision: keys and values of half precision explain as much. Another model's differ by about 1.4. */
const mostDifference = 0.05;

/**
 * Measures those of one precision. Returns what the next calls are to compare with: the logits of the first peer, or ours
 * where there is none.
 */
export async function measureVerdicts(
  precision: Precision,
  entrants: readonly Entrant[],
  question: VerdictQuestion,
  demand: VerdictDemand,
  given?: Reference,
): Promise<Reference> {
  const { threads, rounds, folder } = demand;
  const { length } = question.prompt;
  await using stack = new AsyncDisposableStack();
  const contestants = await enter(stack, entrants, { threads, texts: 1, positions: length + 1 });
  const read: Reference[] = [];
  for (const contestant of contestants) {
    const file = join(folder, 'logits');
    await contestant.ask({ ...question, logits: file }, judgedSchema);
    read.push({ name: contestant.name, logits: await readNumbers(file) });
  }
  const reference = given ?? read[1] ?? read[0];
  if (reference === undefined) throw new RangeError('Nobody reads.');
  const differences = read.map(({ logits }) => relativeDifference(logits, reference.logits));
  const answers = await takeTurns(
    contestants.map((contestant) => () => contestant.ask(question, judgedSchema)),
    rounds,
  );
  const memory = await peaksOf(contestants);
  const times = answers.map((each) => median(each.map(({ milliseconds }) => milliseconds)));
  printTable(
    `A verdict without words on a function of 40 lines, ${precision}: ${length} tokens are read; ${threads} threads; ` +
      `median of ${rounds} calls in turns`,
    [
      ['', 'seconds', 'tokens/s', 'peak memory', 'our speed against it', `logits unlike ${reference.name}’s`],
      ...contestants.map(({ name }, index): Cell[] => {
        const time = times[index] ?? NaN;
        return [
          name,
          (time / 1000).toFixed(2),
          (length * 1000) / time,
          mebibytes(memory[index] ?? NaN),
          index === 0 ? '' : speedAgainst(time, times[0] ?? NaN),
          `${(100 * (differences[index] ?? NaN)).toFixed(2)} %`,
        ];
      }),
    ],
  );
  if (precision === 'fp32') checkDifferences(differences);
  return reference;
}

function checkDifferences(differences: readonly number[]): void {
  if (differences.every((difference) => difference <= mostDifference)) return;
  print('The logits do not agree, so the figures compare different models.');
  process.exitCode = 1;
}

async function readNumbers(file: string): Promise<Float32Array> {
  return new Float32Array(new Uint8Array(await readFile(file)).buffer);
}

/** Root mean square of the differences, in units of that of the logits; NaN where one has fewer. */
function relativeDifference(logits: Float32Array, reference: Float32Array): number {
  if (logits.length !== reference.length) return NaN;
  const apart = logits.reduce((sum, logit, token) => sum + (logit - (reference[token] ?? NaN)) ** 2, 0);
  return Math.sqrt(apart / reference.reduce((sum, logit) => sum + logit ** 2, 0));
}
