/**
 * Measures one provider in a process of its own, which a driver may end as it likes: `probe PROVIDER THREADS`, answered
 * over the process's channel.
 */
import { providerSchema } from '../../protocol/config.ts';
import { runtimeReason } from '../../errors/engine.ts';
import { measureProductSpeed } from '../local/product-speed.ts';
import { providerLoader } from './loader.ts';
import type { ProbeAnswer } from './survey.ts';

/** Below this many operations a second a large product takes too long to wait for. */
const least = 4e9;

async function answer(provider: string | undefined, threads: number): Promise<ProbeAnswer> {
  try {
    const known = providerSchema.parse(provider);
    const measure = (side: number) =>
      measureProductSpeed(threads, { side, loader: (fixed) => providerLoader(known, fixed) });
    const small = await measure(256);
    return { speed: small < least ? small : await measure(2048) };
  } catch (cause) {
    const inner = cause instanceof Error ? cause.cause : undefined;
    return { reason: runtimeReason(inner ?? cause) };
  }
}

const [provider, threads] = process.argv.slice(2);
const result = await answer(provider, Number(threads));
process.send?.(result, () => process.exit());
