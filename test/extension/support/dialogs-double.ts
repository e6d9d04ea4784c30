/** The dialogs of VS Code, written by hand: a script answers them, and what they said is kept. */
import { registerHooks } from 'node:module';

export interface Said {
  readonly kind: 'input' | 'information' | 'error' | 'progress' | 'browser';
  readonly text: string;
  readonly detail: string;
}

interface InputOptions {
  readonly title: string;
  readonly password?: boolean;
  readonly validateInput?: (value: string) => string | null;
}

interface ProgressOptions {
  readonly title: string;
}

type Task<T> = (progress: { report: (part: Reported) => void }, token: Cancellation) => Promise<T>;

interface Reported {
  readonly message: string;
  readonly increment: number;
}

interface Cancellation {
  readonly onCancellationRequested: (listener: () => void) => { dispose(): void };
}

export class Dialogs {
  readonly said: Said[] = [];
  readonly reported: Reported[] = [];
  /** What is typed or pressed, in order; undefined for Escape. */
  answers: (string | undefined)[] = [];
  /** Called with each report of progress, and can cancel what is under way. */
  onReport: (part: Reported, cancel: () => void) => void = () => undefined;

  /** The module `vscode`, as far as dialogs go. */
  readonly api = {
    window: {
      showInputBox: ({ title, password, validateInput }: InputOptions) => {
        const answer = this.#answer({
          kind: 'input',
          text: title,
          detail: password === true ? 'secret' : '',
        });
        const problem = answer === undefined ? null : validateInput?.(answer);
        if (typeof problem === 'string') throw new Error(`"${answer}" was not let through: ${problem}`);
        return Promise.resolve(answer);
      },
      showInformationMessage: (text: string, { detail }: { detail: string }) =>
        Promise.resolve(this.#answer({ kind: 'information', text, detail })),
      showErrorMessage: (text: string, { detail }: { detail: string }) =>
        Promise.resolve(this.#answer({ kind: 'error', text, detail })),
      withProgress: <T>({ title }: ProgressOptions, task: Task<T>) => {
        this.said.push({ kind: 'progress', text: title, detail: '' });
        const listeners: (() => void)[] = [];
        const cancel = (): void => listeners.forEach((listener) => listener());
        const report = (part: Reported): void => {
          this.reported.push(part);
          this.onReport(part, cancel);
        };
        const onCancellationRequested = (listener: () => void) => {
          listeners.push(listener);
          return { dispose: () => undefined };
        };
        return task({ report }, { onCancellationRequested });
      },
    },
    env: {
      openExternal: (address: string) => {
        this.said.push({ kind: 'browser', text: address, detail: '' });
        return Promise.resolve(true);
      },
    },
    Uri: { parse: (address: string) => address },
    ProgressLocation: { Notification: 15 },
  };

  /** Makes it what `import 'vscode'` gives from now on. */
  install(): void {
    const place = Symbol.for('critique-coder.test.dialogs');
    Object.assign(globalThis, { [place]: this.api });
    const names = Object.keys(this.api).map(
      (name) => `export const ${name} = globalThis[Symbol.for('critique-coder.test.dialogs')].${name};`,
    );
    registerHooks({
      resolve: (specifier, context, next) =>
        specifier === 'vscode' ? { url: 'double:vscode', shortCircuit: true } : next(specifier, context),
      load: (url, context, next) =>
        url === 'double:vscode'
          ? { format: 'module', source: names.join('\n'), shortCircuit: true }
          : next(url, context),
    });
  }

  #answer(said: Said): string | undefined {
    this.said.push(said);
    if (this.answers.length === 0) throw new Error(`nobody answers "${said.text}"`);
    return this.answers.shift();
  }
}
