/**
 * Facts that are checked inside the extension host, where `vscode` is the real thing. A file of facts calls `fact` for
 * each; `run` is what VS Code calls of the bundle that `host.ts` makes of those files.
 */
import { writeFile } from 'node:fs/promises';

export interface FactResult {
  readonly title: string;
  /** The stack of what was thrown; null for a fact that holds. */
  readonly error: string | null;
}

interface Fact {
  readonly title: string;
  readonly check: () => Promise<void> | void;
}

/** Names the file that the results go to. */
export const resultsVariable = 'CRITIQUE_CODER_FACTS';

const facts: Fact[] = [];

export function fact(title: string, check: Fact['check']): void {
  facts.push({ title, check });
}

/** Checks one after the other, and rejects if one does not hold: VS Code then ends with 1. */
export async function run(): Promise<void> {
  const file = process.env[resultsVariable];
  if (file === undefined) throw new Error(`${resultsVariable} names no file.`);
  const results: FactResult[] = [];
  for (const { title, check } of facts) results.push({ title, error: await thrownBy(check) });
  await writeFile(file, JSON.stringify(results));
  if (results.some(({ error }) => error !== null)) throw new Error('A fact does not hold.');
}

async function thrownBy(check: Fact['check']): Promise<string | null> {
  try {
    await check();
    return null;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}
