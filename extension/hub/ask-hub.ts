/** Has the trainer's program describe and load models of the hub: this process asks nobody itself. */
import type { z } from 'zod';
import { modelDescriptionSchema, modelMessageSchema, modelReportSchema } from '../../trainer/protocol/hub.ts';
import type { ModelDescription, ModelMessage, ModelReport } from '../../trainer/protocol/hub.ts';
import { parseJson } from '../../trainer/run/files.ts';
import { hubProgramFailed, hubRefused } from '../errors/hub.ts';
import type { Trainer } from '../run/launch.ts';

export interface HubQuestion {
  /** `owner/name[@revision]`. */
  readonly model: string;
  /** Given to the program that asks, and to nothing else; without one, that program takes what its environment has. */
  readonly token: string | undefined;
  readonly signal: AbortSignal;
  readonly onMessage: (message: ModelMessage) => void;
}

/** Null when it was cancelled. Throws the trainer's own errors of the hub. */
export const describeModel = (trainer: Trainer, question: HubQuestion): Promise<ModelDescription | null> =>
  run(trainer, ['describe'], modelDescriptionSchema, question);

/** Null when it was cancelled; what has come is kept. Throws the trainer's own errors of the hub. */
export const loadModel = (trainer: Trainer, question: HubQuestion): Promise<ModelReport | null> =>
  run(trainer, ['get', '--yes'], modelReportSchema, question);

async function run<T>(
  { node, program }: Trainer,
  parameters: readonly string[],
  schema: z.ZodType<T>,
  { model, token, signal, onMessage }: HubQuestion,
): Promise<T | null> {
  const { execa } = await import('execa');
  const child = execa(node, [program, 'model', ...parameters, '--json', model], {
    cancelSignal: signal,
    reject: false,
    stdin: 'ignore',
    ipc: true,
    serialization: 'json',
    buffer: { ipc: false },
    env: { ELECTRON_RUN_AS_NODE: '1', ...(token === undefined ? {} : given(token)) },
  });
  let failure: Extract<ModelMessage, { type: 'failed' }> | undefined;
  child.nodeChildProcess.on('message', (sent: unknown) => {
    const message = modelMessageSchema.safeParse(sent);
    if (!message.success) return;
    if (message.data.type === 'failed') failure = message.data;
    else onMessage(message.data);
  });
  const { stdout, stderr } = await child;
  if (signal.aborted) return null;
  if (failure !== undefined) throw hubRefused(failure);
  const document = parseJson(stdout);
  const report = schema.safeParse(document.ok ? document.value : undefined);
  if (!report.success) throw hubProgramFailed(program, stderr);
  return report.data;
}

/** A token that was given to the editor is meant to be used, whatever holds for those that lie around. */
const given = (token: string) => ({ HF_TOKEN: token, HF_HUB_DISABLE_IMPLICIT_TOKEN: '' });
