/** What is kept over restarts, read with a schema: it may have been written by another version. */
import type { z } from 'zod';

/** The part of VS Code's memento that is used. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

export function remembered<T>(memory: Memory, key: string, schema: z.ZodType<T>, otherwise: T): T {
  const { success, data } = schema.safeParse(memory.get(key));
  return success ? data : otherwise;
}
