/** `model get`: shows what a model is, asks, and loads it. */
import { describeModel } from '../../hub/describe.ts';
import { getModel } from '../../hub/get.ts';
import type { Hub } from '../../hub/hub.ts';
import { checkModelType } from '../../hub/supported.ts';
import type { ModelDescription } from '../../protocol/hub.ts';
import type { ModelId } from '../../protocol/model-id.ts';
import { size } from '../../protocol/size.ts';
import { UsageError, type ExitCode, type Invocation } from '../command.ts';
import { canAsk, confirm } from '../confirm.ts';
import type { Parent } from './parent.ts';
import { loadProgress } from './progress.ts';
import { describe } from './words.ts';

export interface Asked {
  readonly hub: Hub;
  readonly model: ModelId;
  readonly invocation: Invocation;
  readonly parent: Parent | undefined;
  readonly signal: AbortSignal;
}

export async function describeForPeople({
  hub,
  model,
  invocation,
  parent,
  signal,
}: Asked): Promise<ModelDescription> {
  const description = await describeModel(hub, model, {
    signal,
    onRetry(reason, seconds) {
      parent?.tell({ type: 'retrying', reason, seconds });
      invocation.say(`${reason}; trying again in ${seconds.toFixed(1)} s`);
    },
  });
  invocation.say(describe(description));
  return description;
}

export async function get(asked: Asked): Promise<ExitCode> {
  const { hub, model, invocation, parent, signal } = asked;
  const description = await describeForPeople(asked);
  if (description.modelType !== null) checkModelType(description.id, description.modelType);
  if (description.missingBytes > 0 && !(await isWanted(asked, description.missingBytes))) {
    invocation.say('Nothing was loaded.');
    return 1;
  }
  using progress = loadProgress(process.stderr, parent);
  try {
    const report = await getModel(hub, model, description, {
      signal,
      onProgress: (each) => progress.show(each),
      onRetry(reason, seconds) {
        parent?.tell({ type: 'retrying', reason, seconds });
        progress.note(`${reason}; trying again in ${seconds.toFixed(1)} s`);
      },
      onWait(pid) {
        parent?.tell({ type: 'waiting', pid });
        progress.note(`Process ${pid} loads this model; waiting for it.`);
      },
    });
    invocation.json(report);
    progress.note(`${report.id} is in ${report.folder}`);
    return 0;
  } catch (cause) {
    if (signal.aborted)
      progress.note('Stopped. What has been loaded is kept, and the same command goes on from there.');
    throw cause;
  }
}

async function isWanted({ invocation, signal }: Asked, missingBytes: number): Promise<boolean> {
  if (invocation.values['yes'] === true) return true;
  if (!canAsk())
    throw new UsageError(`--yes is missing: it says that these ${size(missingBytes)} are to be loaded`);
  return confirm(`Load ${size(missingBytes)} under this licence?`, {
    input: process.stdin,
    output: process.stderr,
    signal,
  });
}
