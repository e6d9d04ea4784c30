/** An exported critic: its record, and what its network says, judged as the record says. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { judge, type Judged } from '../critique/calibration.ts';
import { templateVersion, type CritiqueSubject } from '../critique/prompts.ts';
import { badCriticFolder, networkMismatch, templateMismatch } from '../errors/critic.ts';
import { networkVersion } from '../model/cached-graph.ts';
import { criticRecordSchema, type CriticRecord } from '../protocol/critic.ts';
import { Opinions, type Explanation, type OnText, type Opinion } from './opinions.ts';

export const recordFileName = 'critic.json';

/** The words that stand beside a verdict. */
export interface Words {
  /** Empty if nothing was written. */
  readonly critique: string;
  /** Only where they argue against the verdict. */
  readonly concludesOtherwise?: true;
}

/** An explanation beside the verdict that it is of. */
export function wordsOf(verdict: Judged['verdict'], { critique, concludesCorrect }: Explanation): Words {
  const isContrary = verdict !== 'unsure' && (verdict === 'correct') !== concludesCorrect;
  return { critique, ...(isContrary && { concludesOtherwise: true }) };
}

/**
 * The first critique that concludes as the verdict does, or as the logit does where that is unsure. Where none does, for
 * the threshold of a verdict is not where the critic itself would draw the line, the first.
 */
export function wordsFor(verdict: Judged['verdict'], { logit, written }: Opinion): Words {
  const wanted = verdict === 'unsure' ? logit >= 0 : verdict === 'correct';
  const chosen = written.find(({ concludesCorrect }) => concludesCorrect === wanted) ?? written[0];
  return chosen === undefined ? { critique: '' } : wordsOf(verdict, chosen);
}

export class Critic implements AsyncDisposable {
  readonly record: CriticRecord;
  readonly #opinions: Opinions;

  private constructor(record: CriticRecord, opinions: Opinions) {
    this.record = record;
    this.#opinions = opinions;
  }

  static async open(directory: string, threads: number): Promise<Critic> {
    const record = await readCriticRecord(directory);
    return new Critic(record, await Opinions.open(directory, record, threads));
  }

  /** It judges without words: they are had of `explain`. */
  get isSilent(): boolean {
    return this.record.critiques.count === 0;
  }

  /** The calibrated verdict with a critique; undefined when the question is too long for the critic. */
  async judge(
    subject: CritiqueSubject,
    signal?: AbortSignal,
    onText?: OnText,
  ): Promise<(Judged & Words) | undefined> {
    const opinion = await this.opinion(subject, signal, onText);
    if (opinion === undefined) return undefined;
    const judged = judge(opinion.logit, this.record.calibration);
    return { ...judged, ...wordsFor(judged.verdict, opinion) };
  }

  /** As `Opinions.opinion`. */
  opinion(subject: CritiqueSubject, signal?: AbortSignal, onText?: OnText): Promise<Opinion | undefined> {
    return this.#opinions.opinion(subject, signal, onText);
  }

  /** As `Opinions.explain`: the words of a critic that judges without. */
  explain(subject: CritiqueSubject, signal?: AbortSignal, onText?: OnText): Promise<Explanation | undefined> {
    return this.#opinions.explain(subject, signal, onText);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#opinions[Symbol.asyncDispose]();
  }
}

/** Reads `critic.json` and makes sure that this program can ask such a critic. */
export async function readCriticRecord(directory: string): Promise<CriticRecord> {
  const file = join(directory, recordFileName);
  let record: CriticRecord;
  try {
    record = criticRecordSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    throw badCriticFolder(file, cause);
  }
  if (record.template !== templateVersion)
    throw templateMismatch(directory, record.template, templateVersion);
  if (record.network !== networkVersion) throw networkMismatch(directory, record.network, networkVersion);
  return record;
}
