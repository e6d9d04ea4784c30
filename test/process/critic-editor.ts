/** An editor without a window: speaks to the real critic server over its standard input and output. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type CodeLens,
  type Diagnostic,
  type ProtocolConnection,
} from 'vscode-languageserver/node';
import {
  criticMethods,
  criticServerOptionsSchema,
  documentVerdictsSchema,
  functionVerdictSchema,
  serverStateSchema,
  type CriticServerOptions,
  type CriticSettings,
  type FunctionVerdict,
  type ServerState,
} from '../../trainer/protocol/critic-server.ts';
import { PROTOCOL_VERSION } from '../../trainer/protocol/version.ts';

const program = fileURLToPath(new URL('../../trainer/critic/server/main.ts', import.meta.url));

export const quietSettings: CriticSettings = {
  critic: null,
  when: 'onDemand',
  languages: ['python', 'javascript', 'typescript'],
  exclude: [],
  dismissed: [],
  dismissedFiles: [],
  diagnostics: false,
  idleSeconds: 0,
};

export class Editor implements AsyncDisposable {
  readonly server: ChildProcess;
  readonly connection: ProtocolConnection;
  readonly exited: Promise<readonly [number | null, NodeJS.Signals | null]>;
  readonly states: ServerState[] = [];
  readonly diagnostics = new Map<string, readonly Diagnostic[]>();
  readonly errors: string[] = [];
  refreshes = 0;
  /** The titles of a document at every snapshot, oldest first. */
  readonly history: string[][] = [];
  readonly #versions = new Map<string, number>();
  readonly #changed: (() => void)[] = [];

  private constructor(server: ChildProcess, connection: ProtocolConnection) {
    this.server = server;
    this.connection = connection;
    this.exited = once(server, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
    connection.onNotification(criticMethods.state, (state: unknown) => {
      this.states.push(serverStateSchema.parse(state));
      this.#wake();
    });
    connection.onNotification(criticMethods.verdicts, (params: unknown) => {
      const { functions } = documentVerdictsSchema.parse(params);
      this.history.push(functions.map(({ id, state }) => `${id}: ${state}`));
      this.#wake();
    });
    connection.onNotification('textDocument/publishDiagnostics', (params: unknown) => {
      const { uri, diagnostics } = params as { uri: string; diagnostics: Diagnostic[] };
      this.diagnostics.set(uri, diagnostics);
      this.#wake();
    });
    connection.onNotification('window/logMessage', ({ message }: { message: string }) => {
      this.errors.push(message);
    });
    connection.onRequest('workspace/codeLens/refresh', () => {
      this.refreshes += 1;
      return null;
    });
    connection.onUnhandledNotification(() => undefined);
    connection.listen();
  }

  static async start(
    storage: string,
    settings: Partial<CriticSettings>,
    protocol = PROTOCOL_VERSION,
  ): Promise<Editor> {
    const server = spawn(process.execPath, [program, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const { stdin, stdout } = server;
    // Writing to a server that was killed is no failure of the test.
    stdin.on('error', () => undefined);
    const connection = createProtocolConnection(
      new StreamMessageReader(stdout),
      new StreamMessageWriter(stdin),
    );
    const editor = new Editor(server, connection);
    const options: CriticServerOptions = { protocol, storage, settings: { ...quietSettings, ...settings } };
    assert.deepEqual(criticServerOptionsSchema.parse(options), options);
    try {
      await connection.sendRequest('initialize', {
        processId: process.pid,
        rootUri: null,
        capabilities: { workspace: { codeLens: { refreshSupport: true } } },
        workspaceFolders: [{ uri: 'file:///project', name: 'project' }],
        initializationOptions: options,
      });
      await connection.sendNotification('initialized', {});
    } catch (error) {
      await editor[Symbol.asyncDispose]();
      throw error;
    }
    return editor;
  }

  async configure(settings: Partial<CriticSettings>): Promise<void> {
    await this.connection.sendNotification(criticMethods.configure, { ...quietSettings, ...settings });
  }

  async open(uri: string, text: string, languageId = 'python'): Promise<void> {
    this.#versions.set(uri, 1);
    const textDocument = { uri, languageId, version: 1, text };
    await this.connection.sendNotification('textDocument/didOpen', { textDocument });
  }

  /** Replaces from `[line, character]` to `[line, character]`. */
  async edit(
    uri: string,
    from: readonly [number, number],
    to: readonly [number, number],
    text: string,
  ): Promise<void> {
    const version = (this.#versions.get(uri) ?? 0) + 1;
    this.#versions.set(uri, version);
    const at = ([line, character]: readonly [number, number]) => ({ line, character });
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ range: { start: at(from), end: at(to) }, text }],
    });
  }

  async save(uri: string): Promise<void> {
    await this.connection.sendNotification('textDocument/didSave', { textDocument: { uri } });
  }

  async check(uri: string, id: string | null = null): Promise<void> {
    await this.connection.sendNotification(criticMethods.check, { uri, id });
  }

  async lenses(uri: string): Promise<CodeLens[]> {
    return await this.connection.sendRequest('textDocument/codeLens', { textDocument: { uri } });
  }

  async verdicts(uri: string): Promise<FunctionVerdict[]> {
    return (await this.lenses(uri)).map(({ data }) => functionVerdictSchema.parse(data));
  }

  /** Asks again after every snapshot until the verdicts are as wanted. */
  async until(
    uri: string,
    holds: (verdicts: readonly FunctionVerdict[]) => boolean,
  ): Promise<readonly FunctionVerdict[]> {
    for (;;) {
      const changed = new Promise<void>((resolve) => this.#changed.push(resolve));
      const verdicts = await this.verdicts(uri);
      if (holds(verdicts)) return verdicts;
      await changed;
    }
  }

  async untilState(holds: (state: ServerState) => boolean): Promise<ServerState> {
    for (;;) {
      const found = this.states.findLast(holds);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.#changed.push(resolve));
    }
  }

  #wake(): void {
    for (const resolve of this.#changed.splice(0)) resolve();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.connection.dispose();
    this.server.stdin?.end();
    if (this.server.exitCode === null && this.server.signalCode === null) await this.exited;
  }
}

const judgedStates: readonly string[] = ['correct', 'incorrect', 'unsure', 'tooLong'];

export const isJudged = ({ state }: FunctionVerdict): boolean => judgedStates.includes(state);

export const areJudged = (verdicts: readonly FunctionVerdict[]): boolean =>
  verdicts.length > 0 && verdicts.every(isJudged);
