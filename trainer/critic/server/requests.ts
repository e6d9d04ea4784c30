/** The edge of the protocol: messages checked, cancellation as a signal, failures with code and hint. */
import { ErrorCodes, LSPErrorCodes, ProgressType, ResponseError } from 'vscode-languageserver/node';
import type { CancellationToken, Connection } from 'vscode-languageserver/node';
import { z } from 'zod';
import { badServerMessage } from '../../errors/critic-server.ts';
import { reasonOf, TrainerError } from '../../errors/error.ts';
import type { CritiqueProgress, FunctionPlace, ServerState } from '../../protocol/critic-server.ts';

/** Throws `critic-server.bad-message`. */
export function parsed<T>(schema: z.ZodType<T>, method: string, params: unknown): T {
  const { success, data, error } = schema.safeParse(params);
  if (success) return data;
  throw badServerMessage(method, z.prettifyError(error));
}

export function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  const abort = (): void => controller.abort(new ResponseError(LSPErrorCodes.RequestCancelled, 'Cancelled.'));
  if (token.isCancellationRequested) abort();
  else token.onCancellationRequested(abort);
  return controller.signal;
}

/** Tells the editor what is written, if it gave a token to tell it under. */
export function progressOver(
  connection: Connection,
  token: FunctionPlace['partialResultToken'],
): (text: string) => void {
  if (token === undefined) return () => undefined;
  const type = new ProgressType<CritiqueProgress>();
  return (text) => void connection.sendProgress(type, token, { text });
}

/** What the other side is told of a failure: a `TrainerError` keeps its code and hint as data. */
export function responseError(error: unknown): ResponseError<unknown> {
  if (error instanceof ResponseError) return error as ResponseError<unknown>;
  if (error instanceof TrainerError) {
    const { code, hint } = error;
    return new ResponseError(LSPErrorCodes.RequestFailed, error.message, { code, hint });
  }
  return new ResponseError(ErrorCodes.InternalError, error instanceof Error ? error.message : String(error));
}

/** Why the critic cannot be used, as the editor shows it. */
export function problemOf(error: unknown): NonNullable<ServerState['problem']> {
  const known = error instanceof TrainerError;
  return {
    code: known ? error.code : 'critic-server.unexpected',
    message: reasonOf(error),
    hint: known ? error.hint : 'This is a defect of Critique-Coder: please report it with the log.',
  };
}
