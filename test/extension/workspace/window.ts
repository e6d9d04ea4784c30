/** As much of VS Code as running tests shows and asks; the user answers as the test has set it. */

interface Item {
  readonly title: string;
}

type Work<T> = (
  progress: { report: (part: { message: string }) => void },
  token: { onCancellationRequested: (heard: () => void) => { dispose(): void } },
) => Promise<T>;

interface BarItem {
  text: string;
  command: string;
  shown: boolean;
}

export class TestingWindow {
  readonly said: string[] = [];
  /** The button of the next message that is pressed; undefined for none. */
  chosen: string | undefined;
  /** The same for the next question that has to be answered. */
  agreed: string | undefined = 'Run Tests';
  readonly bar: BarItem[] = [];
  /** What progress reported. */
  readonly reported: string[] = [];
  /** Called when something that can be cancelled has begun. */
  cancels: (cancel: () => void) => void = () => undefined;
  readonly keys = new Map<string, unknown>();
  readonly workspace = {
    isTrusted: true,
    workspaceFolders: [] as { name: string; uri: { scheme: string; fsPath: string } }[],
    folder: undefined as string | undefined,
    getWorkspaceFolder: () =>
      this.workspace.folder === undefined ? undefined : { uri: { fsPath: this.workspace.folder } },
    openTextDocument: (uri: unknown) => Promise.resolve({ uri, version: 3, getText: () => 'the text' }),
  };

  /** The module `vscode`. */
  readonly api = {
    workspace: this.workspace,
    window: {
      showWarningMessage: (text: string, modal?: { detail: string }) => {
        this.said.push(modal === undefined ? text : `modal: ${text} ${modal.detail}`);
        return Promise.resolve(this.agreed);
      },
      showInformationMessage: (text: string, ...items: Item[]) => {
        this.said.push(`${text} [${items.map(({ title }) => title).join('] [')}]`);
        return Promise.resolve(items.find(({ title }) => title === this.chosen));
      },
      showWorkspaceFolderPick: () => Promise.resolve(this.workspace.workspaceFolders.at(-1)),
      withProgress: <T>({ title }: { title: string }, work: Work<T>) => {
        this.said.push(`progress: ${title}`);
        const cancellations: (() => void)[] = [];
        const onCancellationRequested = (heard: () => void) => {
          cancellations.push(heard);
          return { dispose: () => undefined };
        };
        this.cancels(() => cancellations.forEach((cancel) => cancel()));
        const report = ({ message }: { message: string }): void => void this.reported.push(message);
        return work({ report }, { onCancellationRequested });
      },
      setStatusBarMessage: (text: string) => void this.said.push(text),
      createStatusBarItem: () => {
        const item = {
          text: '',
          command: '',
          shown: false,
          show: () => (item.shown = true),
          dispose: () => (item.shown = false),
        };
        this.bar.push(item);
        return item;
      },
    },
    commands: {
      executeCommand: (_: string, key: string, value: unknown) =>
        Promise.resolve(void this.keys.set(key, value)),
    },
    Uri: { parse: (uri: string) => ({ fsPath: uri.replace('file://', ''), toString: () => uri }) },
    StatusBarAlignment: { Left: 1 },
    ProgressLocation: { Notification: 15 },
  };

  /** For the next test. */
  reset(): void {
    this.said.length = 0;
    this.bar.length = 0;
    this.reported.length = 0;
    this.cancels = () => undefined;
    this.chosen = undefined;
    this.agreed = 'Run Tests';
    this.workspace.isTrusted = true;
  }
}
