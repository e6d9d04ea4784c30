/** Which of ONNX Runtime's providers work on this machine, and how fast each multiplies matrices. */
import { fork } from 'node:child_process';
import { z } from 'zod';
import type { Provider } from '../../protocol/config.ts';
import { workerProgram } from '../local/client.ts';
import { engineProviders } from '../local/runtime.ts';

const probeAnswerSchema = z.union([
  /** Floating-point operations a second. */
  z.object({ speed: z.number() }),
  z.object({ reason: z.string() }),
]);
export type ProbeAnswer = z.infer<typeof probeAnswerSchema>;

export type SurveyedProvider = ProbeAnswer & { readonly provider: Provider };

const limitMs = 30_000;
/** A card must be so many times as fast as the processor to be taken: besides products there is what moves to it and back. */
const leastGain = 2;

/** One after the other, the processor first, so that none has to share it with another. */
export async function surveyProviders(threads: number): Promise<readonly SurveyedProvider[]> {
  const found: SurveyedProvider[] = [];
  for (const provider of engineProviders()) found.push({ provider, ...(await probe(provider, threads)) });
  return found;
}

/** The fastest, where it is enough faster than the processor to be worth it. */
export function fastestProvider(surveyed: readonly SurveyedProvider[]): Provider {
  const speedOf = (each: SurveyedProvider | undefined): number =>
    each !== undefined && 'speed' in each ? each.speed : 0;
  const processor = speedOf(surveyed.find(({ provider }) => provider === 'cpu'));
  const [best] = surveyed.toSorted((one, other) => speedOf(other) - speedOf(one));
  return best !== undefined && speedOf(best) >= leastGain * processor && speedOf(best) > 0
    ? best.provider
    : 'cpu';
}

function probe(provider: Provider, threads: number): Promise<ProbeAnswer> {
  const program = workerProgram('../providers/probe.ts', './provider-probe.mjs');
  return new Promise((resolve) => {
    // Drivers write what they like to the standard streams.
    const child = fork(program, [provider, String(threads)], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const timer = setTimeout(() => {
      resolve({ reason: `no answer within ${limitMs / 1000} seconds` });
      child.kill('SIGKILL');
    }, limitMs);
    child.once('message', (message) => resolve(probeAnswerSchema.parse(message)));
    child.once('error', (error) => resolve({ reason: error.message }));
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      resolve({ reason: `the process that tries it ended with ${signal ?? `code ${code}`}` });
    });
  });
}
