/** Which peers this machine has, and who is measured beside whom. */
import type { Precision } from '../../trainer/protocol/critic.ts';
import { Contestant } from '../contestant.ts';
import { findLlama, llamaVersion } from '../llama.ts';
import { findPeerPython, peerVersions, type ExtraPackage } from '../python.ts';
import type { Entrant } from './entrants.ts';
import { ggufPrecisions, type Forms } from './forms.ts';

/** Paths of programs and modules; undefined where there is none. */
export interface Peers {
  /** A Python with transformers, one that has PEFT too, and one that writes files for llama.cpp. */
  readonly transformers: string | undefined;
  readonly peft: string | undefined;
  readonly gguf: string | undefined;
  readonly llama: string | undefined;
}

type Say = (text: string) => void;

/** Installs what is not there yet, and says why a peer is missing. */
export async function findPeers(say: Say): Promise<Peers> {
  const pythons = await findPythons(say);
  const llama = await findLlama(say);
  if ('missing' in llama) say(llama.missing);
  return { ...pythons, llama: 'llama' in llama ? llama.llama : undefined };
}

/** One Python for all, which is found out soonest, or what there is. */
async function findPythons(say: Say): Promise<Omit<Peers, 'llama'>> {
  const all = await findPeerPython(say, ['peft', 'gguf']);
  if ('python' in all) return { transformers: all.python, peft: all.python, gguf: all.python };
  const [transformers, peft, gguf] = [await find(), await find('peft'), await find('gguf')];
  return { transformers, peft, gguf };

  async function find(...extras: readonly ExtraPackage[]): Promise<string | undefined> {
    const found = await findPeerPython(say, extras);
    if ('python' in found) return found.python;
    say(found.missing);
    return undefined;
  }
}

/**
 * Those who judge, or decode, at one precision. A critic's network does both at any; at full precision it is the engine of
 * a training that decodes groups.
 */
export async function entrantsAt(
  precision: Precision,
  part: 'verdict' | 'decoding',
  forms: Forms,
  peers: Peers,
): Promise<readonly Entrant[]> {
  const isEngine = part === 'decoding' && precision === 'fp32';
  const ours = isEngine ? await engine(forms) : await critic(precision, forms);
  return [ours, ...(await peersAt(precision, forms, peers))];
}

async function engine(forms: Forms): Promise<Entrant> {
  return {
    name: 'Critique-Coder, engine',
    start: (name) => Contestant.ofNode(name, 'sample/ours.ts'),
    opens: { model: await forms.checkpoint() },
  };
}

async function critic(precision: Precision, forms: Forms): Promise<Entrant> {
  return {
    name: `Critique-Coder, critic ${precision}`,
    start: (name) => Contestant.ofNode(name, 'model/critic.ts'),
    opens: { model: await forms.critic(precision) },
  };
}

/** transformers has full precision only. */
async function peersAt(
  precision: Precision,
  forms: Forms,
  { transformers, gguf, llama }: Peers,
): Promise<readonly Entrant[]> {
  const entrants: Entrant[] = [];
  if (precision === 'fp32' && transformers !== undefined) {
    entrants.push({
      name: `transformers ${peerVersions.transformers}`,
      start: (name) => Contestant.ofPython(name, transformers, 'sample.py'),
      opens: { model: await forms.checkpoint() },
    });
  }
  if (llama !== undefined && gguf !== undefined) {
    entrants.push({
      name: `llama.cpp ${ggufPrecisions[precision]} (node-llama-cpp ${llamaVersion})`,
      start: (name) => Contestant.ofNode(name, 'model/llama.ts', [llama]),
      opens: { model: await forms.gguf(precision, gguf) },
    });
  }
  return entrants;
}
