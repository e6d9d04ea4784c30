/** Commands by id, without the prefix. Whatever a handler throws is shown. */
import * as vscode from 'vscode';

export type Handler = (argument?: unknown) => unknown;
export type Handlers = Readonly<Record<string, Handler>>;

export function registerCommands(
  handlers: Handlers,
  showFailure: (cause: unknown) => Promise<void>,
): vscode.Disposable {
  const registered = Object.entries(handlers).map(([id, handler]) =>
    vscode.commands.registerCommand(`critiqueCoder.${id}`, async (argument?: unknown) => {
      try {
        await handler(argument);
      } catch (cause) {
        await showFailure(cause);
      }
    }),
  );
  return vscode.Disposable.from(...registered);
}
