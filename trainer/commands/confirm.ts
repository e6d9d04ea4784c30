/** A question on the terminal that takes yes or no. */
import { createInterface } from 'node:readline/promises';

/** Whether somebody sits there who can be asked. */
export const canAsk = (): boolean => process.stdin.isTTY === true && process.stderr.isTTY === true;

export interface Asked {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly signal: AbortSignal;
}

/** Only a clear yes is one. Rejects when the signal is aborted. */
export async function confirm(question: string, { input, output, signal }: Asked): Promise<boolean> {
  const lines = createInterface({ input, output });
  // An end of the input is no answer, so it is no.
  const ended = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
  try {
    const answer = await Promise.race([lines.question(`${question} [y/N] `, { signal }), ended]);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    lines.close();
  }
}
