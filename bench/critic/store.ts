/** Stores critics' networks for the benches that ask them. */
import { mkdir } from 'node:fs/promises';
import type { Precision } from '../../trainer/protocol/critic.ts';
import { Contestant } from '../contestant.ts';
import { memorySchema, timedSchema } from './protocol.ts';

/** Writes the network of the checkpoint `model` into a new folder, in a process of its own. */
export async function storeCritic(
  model: string,
  directory: string,
  precision: Precision,
): Promise<{ readonly milliseconds: number; readonly peak: number }> {
  await mkdir(directory, { recursive: true });
  await using exporter = Contestant.ofNode('export', 'critic/ours.ts');
  const { milliseconds } = await exporter.ask({ do: 'export', model, directory, precision }, timedSchema);
  const { peak } = await exporter.ask({ do: 'memory' }, memorySchema);
  return { milliseconds, peak };
}
