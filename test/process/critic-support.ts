/** What the tests of the critic server share: small critics, made once, and a document. */
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openWorkshop } from '../support/critic.ts';

export const patience = { timeout: 180_000 };
export const uri = 'file:///project/pair.py';

export const twoFunctions = `def total(numbers):
    """Adds the numbers."""
    return sum(numbers)


def largest(numbers):
    """Returns the largest number."""
    return max(numbers)
`;

/** Critics with random weights: one that writes little, and one that writes so much that something can happen meanwhile. */
export async function openCritics() {
  const workshop = await openWorkshop();
  const critic = workshop.input.directory;
  const slow = join(workshop.folder, 'slow');
  await workshop.make({ maxCritiqueTokens: 12 });
  await cp(critic, slow, { recursive: true });
  await changeRecord(slow, { maxCritiqueTokens: 400 });
  return {
    critic,
    slow,
    make: (directory: string) => cp(critic, directory, { recursive: true }),
    [Symbol.asyncDispose]: () => workshop[Symbol.asyncDispose](),
  };
}

/** Writes other values into `critic.json`. */
export async function changeRecord(critic: string, changes: object): Promise<void> {
  const file = join(critic, 'critic.json');
  const record = JSON.parse(await readFile(file, 'utf8')) as object;
  await writeFile(file, JSON.stringify({ ...record, ...changes }));
}
