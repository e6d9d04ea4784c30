/** Measuring on held-out data: the same problems and pairs, sampled from the same seeds, for every run and for the base. */
import { join } from 'node:path';
import { nothingHeldOut } from '../errors/ablation.ts';
import { systemCode } from '../errors/run.ts';
import { hashContent } from '../hash.ts';
import { Tokenizer } from '../model/tokenizer.ts';
import {
  heldOutRecordSchema,
  type Design,
  type HeldOutRecord,
  type HeldOutRow,
} from '../protocol/ablation.ts';
import type { RunConfig } from '../protocol/config.ts';
import { PROTOCOL_VERSION } from '../protocol/version.ts';
import { hashSeed } from '../random.ts';
import { loadRunData } from '../run/crl/data.ts';
import type { Measurement } from '../run/crl/measure.ts';
import { openMeter, type OpenSandbox } from '../run/crl/meter.ts';
import { drawPrompts, modelDirectory, promptLimit } from '../run/crl/open.ts';
import type { CrlPrompt } from '../run/crl/prompts.ts';
import { readRecord, writeFileAtomic } from '../run/files.ts';
import type { RunFolder } from '../run/folder.ts';

export const runHeldOutFile = (folder: RunFolder): string => join(folder.path, 'held-out.json');
export const baseHeldOutFile = (out: string): string => join(out, 'base-held-out.json');

/** Null where nothing was measured yet. Throws `run.record-invalid` or `run.too-new`. */
export async function readHeldOut(path: string): Promise<HeldOutRecord | null> {
  try {
    return await readRecord(path, heldOutRecordSchema);
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return null;
    throw cause;
  }
}

export interface Policy {
  readonly config: RunConfig;
  /** A checkpoint's step and its weights; null is the base. */
  readonly checkpoint: { readonly step: number; readonly weights: string } | null;
}

/** Measures one policy after another on the prompts of a design. */
export class HeldOutMeter {
  readonly #design: Design;
  readonly #openSandbox: OpenSandbox;
  readonly #tokenizer: Tokenizer;
  readonly #prompts: readonly CrlPrompt[];

  private constructor(
    design: Design,
    openSandbox: OpenSandbox,
    tokenizer: Tokenizer,
    prompts: readonly CrlPrompt[],
  ) {
    this.#design = design;
    this.#openSandbox = openSandbox;
    this.#tokenizer = tokenizer;
    this.#prompts = prompts;
  }

  /** Draws the prompts. Throws `ablation.nothing-held-out` where there are none. */
  static async open(design: Design, openSandbox: OpenSandbox, signal: AbortSignal): Promise<HeldOutMeter> {
    const { config, heldOut } = design;
    const data = await loadRunData(config, { signal });
    const tokenizer = await Tokenizer.open(modelDirectory(config), config.chat);
    const maxPromptTokens = await promptLimit(config);
    const prompts = drawPrompts(data.heldOut, tokenizer, { ...heldOut, maxPromptTokens }, heldOut.seed);
    if (prompts.length === 0) throw nothingHeldOut();
    return new HeldOutMeter(design, openSandbox, tokenizer, prompts);
  }

  /** Measures and writes `path`. The lengths and the temperature are the centre's, whatever the policy's run had. */
  async measure({ config, checkpoint }: Policy, path: string, signal: AbortSignal): Promise<void> {
    const began = performance.now();
    const { context, validation } = this.#design.config;
    await using meter = await openMeter({
      config,
      weights: checkpoint?.weights,
      tokenizer: this.#tokenizer,
      openSandbox: this.#openSandbox,
    });
    const at = (temperature: number): Promise<Measurement> =>
      meter.measure({
        prompts: this.#prompts,
        temperature,
        maxTokens: context.second,
        seed: hashSeed(this.#design.heldOut.seed, 'held-out'),
        signal,
      });
    const rows = rowsOf(this.#prompts, await at(validation.temperature), await at(0));
    const record: HeldOutRecord = {
      protocol: PROTOCOL_VERSION,
      step: checkpoint?.step ?? null,
      seconds: (performance.now() - began) / 1000,
      rows,
    };
    await writeFileAtomic(path, `${JSON.stringify(record)}\n`);
  }
}

/** Both measurements have the problems, and the pairs, in the order of the prompts. */
function rowsOf(prompts: readonly CrlPrompt[], sampled: Measurement, greedy: Measurement): HeldOutRow[] {
  const problems = prompts.filter(({ task }) => task === 'solve').map(problemOf);
  const pairs = prompts.filter(({ task }) => task === 'critique').map(problemOf);
  return [
    ...sampled.solved.map(({ id, passed }, index): HeldOutRow => ({
      task: 'solve',
      id,
      problem: problems[index] ?? '',
      sampled: passed,
      greedy: greedy.solved[index]?.passed ?? false,
    })),
    ...sampled.judged.map(({ id, correct, verdict }, index): HeldOutRow => ({
      task: 'critique',
      id,
      problem: pairs[index] ?? '',
      correct,
      sampled: verdict,
      greedy: greedy.judged[index]?.verdict ?? null,
    })),
  ];
}

/** Rows of one question stand and fall together, as where data is split: the pairs of a problem. */
function problemOf(prompt: CrlPrompt): string {
  const { question } = prompt.task === 'solve' ? prompt.problem : prompt.pair;
  return hashContent(question.trim()).slice(0, 16);
}
