/** What a result says of where it is from. */
import { hashContent, hashFile } from '../hash.ts';
import type { CriticEvaluation } from '../protocol/evaluation.ts';
import { PROTOCOL_VERSION } from '../protocol/version.ts';

export type ResultHead = Pick<CriticEvaluation, 'protocol' | 'createdAt' | 'subject' | 'set'>;

/** The set is told apart by what its files hold, in their order, and not by their names. */
export async function headOf(subject: string, files: readonly string[], rows: number): Promise<ResultHead> {
  const hashes = await Promise.all(files.map(hashFile));
  const [only = '', ...more] = hashes;
  return {
    protocol: PROTOCOL_VERSION,
    createdAt: new Date().toISOString(),
    subject,
    set: {
      files: [...files],
      sha256: more.length === 0 ? only : hashContent(hashes.join('\n')),
      rows,
    },
  };
}
