/** The hub of a test as our side opens it: quick to try again, with a cache of its own. */
import { join } from 'node:path';
import type { Getting } from '../../../trainer/hub/get.ts';
import { openHub, type Hub, type Patience } from '../../../trainer/hub/hub.ts';
import type { ModelProgress } from '../../../trainer/protocol/hub.ts';
import { parseModelId, type ModelId } from '../../../trainer/protocol/model-id.ts';
import { temporaryFolder, type TemporaryFolder } from '../temporary-folder.ts';
import { HubServer } from './server.ts';
import type { ModelChanges } from './content.ts';

const patience: Patience = { stallMs: 400, attempts: 4, pauseMs: 5, mostPauseMs: 2_000 };

export interface HubOfTest extends AsyncDisposable {
  readonly server: HubServer;
  readonly home: TemporaryFolder;
  /** The cache's folder. */
  readonly cache: string;
  /** The variables of a process that is to use this hub and this cache, and nothing of this machine's. */
  environment(more?: Readonly<Record<string, string>>): Readonly<Record<string, string | undefined>>;
  hub(environment?: Readonly<Record<string, string>>, changes?: Partial<Hub>): Promise<Hub>;
}

export async function hubOfTest(...models: readonly ModelChanges[]): Promise<HubOfTest> {
  const server = await HubServer.open(...models);
  const home = await temporaryFolder();
  return {
    server,
    home,
    cache: join(home.path, 'hub'),
    environment(more = {}) {
      const own = Object.entries(process.env).filter(
        ([name]) => !/^(HF_|HUGGING|TRANSFORMERS_|XDG_CACHE|\w+_proxy$)/i.test(name),
      );
      return { ...Object.fromEntries(own), HF_HOME: home.path, HF_ENDPOINT: server.endpoint, ...more };
    },
    async hub(environment = {}, changes = {}) {
      const all = { HF_HOME: home.path, HF_ENDPOINT: server.endpoint, ...environment };
      return { ...(await openHub(all)), patience, ...changes };
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await home[Symbol.asyncDispose]();
    },
  };
}

export function modelId(text = 'ada/tiny'): ModelId {
  const parsed = parseModelId(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.problem}`);
  return parsed.id;
}

export interface Heard extends Getting {
  readonly progress: ModelProgress[];
  readonly retries: string[];
  readonly waits: number[];
}

/** Listens to everything that loading says. */
export function listening(signal: AbortSignal = new AbortController().signal): Heard {
  const progress: ModelProgress[] = [];
  const retries: string[] = [];
  const waits: number[] = [];
  return {
    progress,
    retries,
    waits,
    signal,
    onProgress: (each) => progress.push(each),
    onRetry: (reason) => retries.push(reason),
    onWait: (pid) => waits.push(pid),
  };
}
