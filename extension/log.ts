/** The part of VS Code's log channel that the extension writes to; tests hand in their own. */
export interface Log {
  trace(message: string): void;
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}
