/**
 * The critic server: a language server on standard input and output that shows verdicts on functions.
 *
 * `critic-server --stdio`; options, settings and the messages beyond the Language Server Protocol are described in
 * docs/protocol.md. It ends when its input does, and when nobody has needed it for `idleSeconds`.
 */
import {
  createConnection,
  StreamMessageReader,
  StreamMessageWriter,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import type { CancellationToken, InitializeParams, InitializeResult } from 'vscode-languageserver/node';
import { serverProtocolMismatch } from '../../errors/critic-server.ts';
import { reasonOf } from '../../errors/error.ts';
import {
  checkParamsSchema,
  criticMethods,
  criticServerOptionsSchema,
  criticSettingsSchema,
  functionPlaceSchema,
  visibleDocumentsSchema,
  type ServerState,
} from '../../protocol/critic-server.ts';
import { PROTOCOL_VERSION } from '../../protocol/version.ts';
import { openFunctionFinder } from '../../source/finder.ts';
import { VerdictCache } from './cache.ts';
import { OpenDocuments } from './documents.ts';
import { parsed, responseError } from './requests.ts';
import { CriticServer } from './server.ts';
import { Timers } from './timers.ts';

/** Verdicts that are kept. */
const mostVerdicts = 2000;
const saveMs = 1000;

/** How long the thread that computes may take to stop before the process ends without it. */
const stopMs = 3000;

// Reader and writer of our own: with the streams themselves the library would exit at the end of the input, and a process
// that exits while its thread computes is aborted by the runtime in it.
const connection = createConnection(
  new StreamMessageReader(process.stdin),
  new StreamMessageWriter(process.stdout),
);
const timers = new Timers();
let server: CriticServer | undefined;

connection.onInitialize(async (params): Promise<InitializeResult> => {
  try {
    server = await open(params);
  } catch (error) {
    throw responseError(error);
  }
  return {
    serverInfo: { name: 'critic-server', version: String(PROTOCOL_VERSION) },
    capabilities: {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
      codeLensProvider: { resolveProvider: false },
    },
  };
});

async function open({ initializationOptions, capabilities, workspaceFolders }: InitializeParams) {
  const given = initializationOptions as { readonly protocol?: unknown } | undefined;
  if (given?.protocol !== PROTOCOL_VERSION) throw serverProtocolMismatch(given?.protocol, PROTOCOL_VERSION);
  const { storage, settings } = parsed(criticServerOptionsSchema, 'initialize', given);
  const finder = await openFunctionFinder();
  const cache = new VerdictCache(storage, mostVerdicts);
  if (cache.problem !== null) connection.console.warn(`The kept verdicts cannot be read: ${cache.problem}`);
  const folders = (workspaceFolders ?? []).map(({ uri }) => uri);
  const documents = new OpenDocuments(finder, folders, (error) => connection.console.warn(reasonOf(error)));
  documents.texts.listen(connection);
  documents.texts.onDidChangeContent(busy);
  keepSaving(cache);
  const refreshes = capabilities.workspace?.codeLens?.refreshSupport === true;
  return new CriticServer({ connection, documents, cache, settings, refreshes });
}

/** What is lost when the process is killed is the last second. */
function keepSaving(cache: VerdictCache): void {
  const save = (): void => {
    try {
      cache.save();
    } catch (error) {
      // The connection may be closed already.
      process.stderr.write(`The verdicts cannot be kept: ${reasonOf(error)}\n`);
    }
  };
  setInterval(save, saveMs).unref();
  process.on('exit', save);
}

/** Somebody needs the server: its time to end begins anew. */
function busy(): void {
  const seconds = server?.idleSeconds ?? 0;
  if (seconds === 0) timers.cancel('idle');
  else timers.set('idle', 1000 * seconds, () => void endIfIdle());
}

async function endIfIdle(): Promise<void> {
  if ((server?.waiting ?? 0) > 0) return busy();
  const last: ServerState = { phase: 'idle', critic: null, problem: null, waiting: 0 };
  await connection.sendNotification(criticMethods.state, last);
  await end();
}

async function end(): Promise<void> {
  setTimeout(() => process.exit(1), stopMs);
  await server?.[Symbol.asyncDispose]();
  process.exit(0);
}

/** Runs what a message asks for; a notification that cannot be served is logged, since nobody waits for an answer. */
function told(method: string, serve: (server: CriticServer, params: unknown) => void | Promise<void>): void {
  connection.onNotification(method, async (params: unknown) => {
    busy();
    try {
      if (server !== undefined) await serve(server, params);
    } catch (error) {
      connection.console.error(reasonOf(error));
    }
  });
}

async function answered<T>(serve: (server: CriticServer) => T | Promise<T>): Promise<T> {
  busy();
  try {
    // No request comes before `initialize` was answered.
    return await serve(server as CriticServer);
  } catch (error) {
    throw responseError(error);
  }
}

connection.onInitialized(busy);
connection.onCodeLens(({ textDocument: { uri } }) => answered((it) => it.lenses(uri)));
told(criticMethods.configure, (it, params) =>
  it.configure(parsed(criticSettingsSchema, criticMethods.configure, params)),
);
told(criticMethods.visible, (it, params) =>
  it.look(parsed(visibleDocumentsSchema, criticMethods.visible, params)),
);
told(criticMethods.check, (it, params) => it.check(parsed(checkParamsSchema, criticMethods.check, params)));
connection.onRequest(criticMethods.critique, (params: unknown, token: CancellationToken) =>
  answered((it) => it.critique(parsed(functionPlaceSchema, criticMethods.critique, params), token)),
);
connection.onRequest(criticMethods.subject, (params: unknown) =>
  answered((it) => it.subject(parsed(functionPlaceSchema, criticMethods.subject, params))),
);
connection.onShutdown(() => server?.[Symbol.asyncDispose]());
process.stdin.once('end', () => void end());
// Nobody reads any more; the end of the input says so too.
process.stdout.on('error', () => undefined);
connection.listen();
