/** From an id to a model in the cache: asks for the id, shows what it is and under which licence, and has it loaded. */
import * as vscode from 'vscode';
import { TrainerError } from '../../trainer/errors/error.ts';
import type { ModelDescription, ModelMessage } from '../../trainer/protocol/hub.ts';
import { t } from '../l10n.ts';
import type { Trainer } from '../run/launch.ts';
import { describeModel, loadModel, type HubQuestion } from './ask-hub.ts';
import type { HubToken } from './token.ts';
import { loadingText, modelDetail, modelIdProblem } from './words.ts';

export interface ModelTools {
  readonly trainer: Trainer;
  readonly token: HubToken;
  readonly showError: (cause: unknown) => Promise<void>;
}

/** The id of a model that is whole in the cache; undefined when the user has thought better of it or it failed. */
export async function getModel(tools: ModelTools): Promise<string | undefined> {
  const model = (
    await vscode.window.showInputBox({
      title: t('From the Hugging Face hub'),
      prompt: t(
        'The name of the model as on its page, and for another revision than the newest @ and that revision',
      ),
      placeHolder: 'Qwen/Qwen3-0.6B',
      ignoreFocusOut: true,
      validateInput: modelIdProblem,
    })
  )?.trim();
  if (model === undefined) return undefined;
  for (;;) {
    try {
      return await load(tools, model);
    } catch (cause) {
      if (!(await wantsAnotherTry(tools, model, cause))) return undefined;
    }
  }
}

async function load(tools: ModelTools, model: string): Promise<string | undefined> {
  const description = await withToken(tools, model, t('Asking the hub about {0}…', model), describeModel);
  if (description === null) return undefined;
  if (description.missingBytes > 0 && !(await isAccepted(description))) return undefined;
  const report = await withToken(tools, model, t('Loading {0}', model), loadModel);
  return report === null ? undefined : model;
}

/** With a notification that shows how far it is and can be cancelled. */
async function withToken<T>(
  { trainer, token }: ModelTools,
  model: string,
  title: string,
  ask: (trainer: Trainer, question: HubQuestion) => Promise<T | null>,
): Promise<T | null> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  const secret = await token.read();
  return vscode.window.withProgress(options, async (progress, cancellation) => {
    const stopped = new AbortController();
    cancellation.onCancellationRequested(() => stopped.abort());
    let percent = 0;
    const onMessage = (message: ModelMessage): void => {
      const now = message.type === 'progress' ? (100 * message.doneBytes) / message.totalBytes : percent;
      progress.report({ message: loadingText(message), increment: now - percent });
      percent = now;
    };
    return ask(trainer, { model, token: secret, signal: stopped.signal, onMessage });
  });
}

async function isAccepted(description: ModelDescription): Promise<boolean> {
  const [accept, page] = [t('Load'), t('Open Its Page')];
  for (;;) {
    const chosen = await vscode.window.showInformationMessage(
      t('Load {0} under its licence?', description.id),
      { modal: true, detail: modelDetail(description) },
      accept,
      page,
    );
    if (chosen !== page) return chosen === accept;
    await vscode.env.openExternal(vscode.Uri.parse(description.page));
  }
}

/** Errors that a token can help with. */
const tokenHelps = new Set(['hub.gated', 'hub.forbidden', 'hub.token-refused', 'hub.not-found']);

async function wantsAnotherTry(
  { token, showError }: ModelTools,
  model: string,
  cause: unknown,
): Promise<boolean> {
  if (!(cause instanceof TrainerError) || !tokenHelps.has(cause.code)) {
    await showError(cause);
    return false;
  }
  const setToken = t('Set Hugging Face Token');
  const chosen = await vscode.window.showErrorMessage(
    t('Loading {0} was refused', model),
    { modal: true, detail: `${cause.message}\n\n${cause.hint}` },
    setToken,
  );
  return chosen === setToken && (await token.ask());
}
