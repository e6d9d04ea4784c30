/** The forms of one model that the contestants read, each made once where the folder is kept. */
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Precision } from '../../trainer/protocol/critic.ts';
import { storeCritic } from '../critic/store.ts';
import { exists, succeed } from '../install.ts';
import { writeRandomCheckpoint, type ShapeName } from '../random-checkpoint.ts';

/** How llama.cpp calls what is nearest to our precisions: blocks of 32 numbers, too, with a scale each. */
export const ggufPrecisions = { fp32: 'F32', int8: 'Q8_0', int4: 'Q4_0' } as const satisfies Readonly<
  Record<Precision, string>
>;

export class Forms {
  readonly #folder: string;
  readonly #shape: ShapeName;
  readonly #tokenizer: string | undefined;

  /** `tokenizer` is a folder with the model's own; the starter's stands in for it. */
  constructor(folder: string, shape: ShapeName, tokenizer?: string) {
    this.#folder = folder;
    this.#shape = shape;
    this.#tokenizer = tokenizer;
  }

  /** The folder in Hugging Face layout. */
  checkpoint(): Promise<string> {
    return made(join(this.#folder, this.#shape), (path) =>
      writeRandomCheckpoint(this.#shape, path, this.#tokenizer),
    );
  }

  /** The folder of a critic's network. */
  async critic(precision: Precision): Promise<string> {
    const model = await this.checkpoint();
    return made(`${model}-${precision}`, async (path) => {
      await storeCritic(model, path, precision);
    });
  }

  /** The file for llama.cpp, written by a Python that has the package `gguf`. */
  async gguf(precision: Precision, python: string): Promise<string> {
    const model = await this.checkpoint();
    const name = ggufPrecisions[precision];
    const script = join(import.meta.dirname, '../peers/write_gguf.py');
    return made(`${model}-${name}.gguf`, (path) => succeed(python, ['-B', script, model, path, name]));
  }
}

/** Makes what is not there yet. What is interrupted leaves nothing that looks finished. */
async function made(path: string, make: (path: string) => Promise<void>): Promise<string> {
  if (await exists(path)) return path;
  const unfinished = `${path}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await make(unfinished);
  await rename(unfinished, path);
  return path;
}
