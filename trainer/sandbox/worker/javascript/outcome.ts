/** From something thrown to the outcome that it stands for. */
import type { CaseOutcome } from '../../types.ts';
import { MissingModule } from './modules.ts';
import { TooLarge } from './values.ts';

const longestError = 500;

export function outcomeOf(error: unknown, stdout: string): CaseOutcome {
  const text = describe(error).slice(0, longestError);
  if (error instanceof MissingModule) return { status: 'unsupported', error: text, stdout };
  if (error instanceof TooLarge) return { status: 'output', error: text, stdout };
  if (/allocation failed|out of memory/i.test(text)) return { status: 'memory', error: text, stdout };
  return { status: 'raised', error: text, stdout };
}

function describe(error: unknown): string {
  try {
    return error instanceof Error ? `${error.name}: ${error.message}` : `thrown: ${String(error)}`;
  } catch {
    return 'thrown: something that has no text';
  }
}
