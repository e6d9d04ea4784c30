/** Where the graphs of a run are computed. */
import { fastestProvider, surveyProviders } from '../../engine/providers/survey.ts';
import { parallelism } from '../../machine.ts';
import { parameterCount, parameterSpecs } from '../../model/parameters.ts';
import type { DecoderConfig } from '../../model/config.ts';
import type { Provider, RunConfig } from '../../protocol/config.ts';

/** Below it a step is over before a card would have its inputs. */
const leastParameters = 2 ** 27;

const measured = new Map<number, Promise<Provider>>();

/**
 * The provider that the configuration names. `auto` measures, once a process, and only where a card could be worth it:
 * under adapters the base stays in its memory, while weights that are trained would travel to it before every pass.
 */
export async function providerOf(
  { adapters, engine }: RunConfig,
  decoder: DecoderConfig,
  survey = surveyProviders,
): Promise<Provider> {
  if (engine.provider !== 'auto') return engine.provider;
  if (engine.executor !== 'onnxruntime' || !adapters || adapters.basePrecision === 'int4') return 'cpu';
  if (parameterCount(parameterSpecs(decoder)) < leastParameters) return 'cpu';
  const threads = parallelism(engine.threads);
  const known = measured.get(threads) ?? survey(threads).then(fastestProvider);
  measured.set(threads, known);
  return known;
}
