/** Functions that are likely incorrect, over all files that were looked at; kept over restarts. */
import { z } from 'zod';
import type { DocumentVerdicts, FunctionVerdict } from '../../trainer/protocol/critic-server.ts';
import { Emitter } from '../base/emitter.ts';
import { remembered, type Memory } from '../base/memory.ts';
import { isWithin } from '../base/uris.ts';

const findingSchema = z.object({
  uri: z.string(),
  id: z.string(),
  name: z.string(),
  line: z.int().min(0),
  hash: z.string(),
  confidence: z.number().nullable(),
  /** It has changed since it was judged. */
  changed: z.boolean(),
});
export type Finding = z.infer<typeof findingSchema>;

/** Which critic: another one may come to lie in the same folder. */
const criticIdentitySchema = z.object({
  /** Null for none. */
  folder: z.string().nullable(),
  /** Of its record; null while that is not known. */
  hash: z.string().nullable(),
});
export type CriticIdentity = z.infer<typeof criticIdentitySchema>;

const key = 'critique.findings';
const criticKey = 'critique.findings.critic';
const most = 1000;

export class Findings {
  readonly #memory: Memory;
  readonly #changed = new Emitter<undefined>();
  readonly onDidChange = this.#changed.event;
  #all: readonly Finding[];

  constructor(memory: Memory) {
    this.#memory = memory;
    this.#all = remembered(memory, key, z.array(findingSchema), []);
  }

  /** By file, then by line. */
  get all(): readonly Finding[] {
    return this.#all;
  }

  of(uri: string): readonly Finding[] {
    return this.#all.filter((finding) => finding.uri === uri);
  }

  get uris(): readonly string[] {
    return [...new Set(this.#all.map(({ uri }) => uri))];
  }

  update({ uri, functions }: DocumentVerdicts): void {
    const found = functions.map((verdict) => findingOf(uri, verdict)).filter((finding) => finding !== null);
    this.#replace((finding) => finding.uri === uri, found);
  }

  /** Of a file that is gone, or that nobody wants judged; or of all files in a folder. */
  forgetWithin(place: string): void {
    this.#replace((finding) => isWithin(finding.uri, place), []);
  }

  forgetFunction(hash: string): void {
    this.#replace((finding) => finding.hash === hash, []);
  }

  /** Says whose findings these are from now on. Those of another critic are forgotten; returns whether it was another. */
  ofCritic({ folder, hash }: CriticIdentity): boolean {
    const none = { folder: null, hash: null };
    const before = remembered(this.#memory, criticKey, criticIdentitySchema, none);
    const isOther =
      before.folder !== folder || (before.hash !== null && hash !== null && before.hash !== hash);
    if (isOther || hash !== null) void this.#memory.update(criticKey, { folder, hash });
    if (isOther) this.#replace(() => true, []);
    return isOther;
  }

  /** The next finding after a place, or with `step` −1 the one before it; from the last on to the first. */
  step(uri: string | null, line: number, step: 1 | -1): Finding | undefined {
    const place = { uri: uri ?? '', line };
    const ahead =
      step === 1
        ? this.#all.find((finding) => compare(finding, place) > 0)
        : this.#all.findLast((finding) => compare(finding, place) < 0);
    return ahead ?? this.#all.at(step === 1 ? 0 : -1);
  }

  #replace(leaves: (finding: Finding) => boolean, arrive: readonly Finding[]): void {
    const all = [...this.#all.filter((finding) => !leaves(finding)), ...arrive]
      .toSorted(compare)
      .slice(0, most);
    if (JSON.stringify(all) === JSON.stringify(this.#all)) return;
    this.#all = all;
    void this.#memory.update(key, all);
    this.#changed.fire(undefined);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

/** While it is judged anew, and until then, what was likely incorrect stays listed. */
function findingOf(
  uri: string,
  { id, name, line, hash, state, confidence, earlier }: FunctionVerdict,
): Finding | null {
  const place = { uri, id, name, line, hash };
  if (state === 'incorrect') return { ...place, confidence, changed: false };
  if (earlier?.state === 'incorrect') return { ...place, confidence: earlier.confidence, changed: true };
  return null;
}

function compare(one: Pick<Finding, 'uri' | 'line'>, other: Pick<Finding, 'uri' | 'line'>): number {
  if (one.uri !== other.uri) return one.uri < other.uri ? -1 : 1;
  return one.line - other.line;
}
