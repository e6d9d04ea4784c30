/** Models as the hub of the tests keeps them. */
import { createHash } from 'node:crypto';

export interface StoredFile {
  readonly path: string;
  readonly content: Buffer;
  /** SHA-256 of a large file, SHA-1 of git's blob of a small one. */
  readonly hash: string;
  /** Kept apart from the repository, and sent by another host. */
  readonly isLarge: boolean;
}

export interface StoredModel {
  /** `owner/name`. */
  readonly id: string;
  readonly commit: string;
  readonly revisions: readonly string[];
  readonly files: readonly StoredFile[];
  readonly access: 'open' | 'auto' | 'manual' | 'private' | 'disabled';
  /** Fields of the answer of the interface for programs. */
  readonly says: Readonly<Record<string, unknown>>;
}

export type ModelChanges = Partial<Omit<StoredModel, 'files'>> & {
  readonly files?: Readonly<Record<string, string | Buffer>>;
};

export const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

export const gitHash = (content: Buffer): string =>
  createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');

/** Bytes that are the same each time and in which no two pieces are alike. */
export function noise(bytes: number, seed = 'noise'): Buffer {
  const blocks = Array.from({ length: Math.ceil(bytes / 32) }, (_, index) =>
    createHash('sha256').update(`${seed} ${index}`).digest(),
  );
  return Buffer.concat(blocks).subarray(0, bytes);
}

/** A file that tells where it came from, among the others. */
const standard: Readonly<Record<string, string | Buffer>> = {
  '.gitattributes': '*.safetensors filter=lfs\n',
  'README.md': '---\nlicense: apache-2.0\n---\n',
  'config.json': '{"model_type": "qwen3"}',
  'generation_config.json': '{}',
  'tokenizer.json': '{"version": "1.0"}',
  'tokenizer_config.json': '{}',
  'model.safetensors': noise(300_000),
  'pytorch_model.bin': 'a pickle',
  'onnx/model.onnx': 'another format',
};

export function stored(changes: ModelChanges = {}): StoredModel {
  const files = Object.entries(changes.files ?? standard).map(([path, text]) => fileOf(path, text));
  const commit = createHash('sha1').update(files.map(({ path, hash }) => `${path} ${hash}`).join('\n'));
  return {
    id: 'ada/tiny',
    commit: commit.digest('hex'),
    revisions: ['main'],
    access: 'open',
    says: { cardData: { license: 'apache-2.0' }, config: { model_type: 'qwen3' } },
    ...changes,
    files,
  };
}

/** The files of the standard model, with some added or replaced. */
export const standardWith = (files: Readonly<Record<string, string | Buffer>>) => ({ ...standard, ...files });

function fileOf(path: string, text: string | Buffer): StoredFile {
  const content = Buffer.from(text);
  const isLarge = /\.(safetensors|bin)$/.test(path) || content.length > 100_000;
  return { path, content, hash: isLarge ? sha256(content) : gitHash(content), isLarge };
}
