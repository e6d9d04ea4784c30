/** A VS Code server of the test's own: a clean profile in a folder that goes with it, on a free port. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { serverProgram } from './tools.ts';

export interface ServerOptions {
  /** Installed before the server starts. */
  readonly vsix?: string;
  /** Beside those that keep the workbench quiet. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Seen by the extension host as well. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Lets a page run a test program inside the extension host; the workbench then shows no dialogs. */
  readonly forHostTests?: boolean;
}

export interface Server extends AsyncDisposable {
  /** `127.0.0.1:port`. */
  readonly authority: string;
  /** The folder that holds the profile and goes with the server. */
  readonly folder: string;
  /** What the server has written so far. */
  log(): string;
}

/** The welcome page, sign-in, chat, updates and Git's own views would stand in the way of the pictures. */
const quietSettings = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  // The page says which kind of theme its user likes, so a test can change it while a window is open.
  'window.autoDetectColorScheme': true,
  'workbench.preferredDarkColorTheme': 'Default Dark Modern',
  'workbench.preferredLightColorTheme': 'Default Light Modern',
  'workbench.preferredHighContrastColorTheme': 'Default High Contrast',
  'window.commandCenter': false,
  'editor.minimap.enabled': false,
  // In a browser the workbench would save by itself, as it does not on a desktop.
  'files.autoSave': 'off',
  'telemetry.telemetryLevel': 'off',
  'chat.disableAIFeatures': true,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'update.mode': 'none',
};

/** A server runs until its group is killed: its children outlive it by seconds, and would hold the folder. */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), 'critique-coder-vscode-'));
  const at = (name: string): string => join(folder, name);
  const places = [
    ...['--user-data-dir', at('data')],
    ...['--extensions-dir', at('extensions')],
    ...['--server-data-dir', at('server')],
    '--accept-server-license-terms',
  ];
  await mkdir(at('data/User'), { recursive: true });
  const settings = { ...quietSettings, ...options.settings };
  await writeFile(at('data/User/settings.json'), JSON.stringify(settings, null, 2));
  if (options.vsix !== undefined) {
    await execa(process.execPath, [serverProgram, '--install-extension', options.vsix, ...places]);
  }
  const flags = [
    '--host',
    '127.0.0.1',
    '--port',
    '0',
    '--without-connection-token',
    '--telemetry-level',
    'off',
  ];
  if (options.forHostTests === true) flags.push('--enable-smoke-test-driver');
  const child = spawn(process.execPath, [serverProgram, ...flags, ...places], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.environment },
  });
  const log = collect(child);
  const stop = async (): Promise<void> => {
    await stopGroup(child);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const authority = `127.0.0.1:${await listening(child, log)}`;
    return { authority, folder, log, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function collect({ stdout, stderr }: ChildProcess): () => string {
  let text = '';
  for (const stream of [stdout, stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  }
  return () => text;
}

/** The port, once the server says that it listens. */
async function listening(child: ChildProcess, log: () => string): Promise<number> {
  for (;;) {
    const port = /Extension host agent listening on (\d+)/.exec(log())?.[1];
    if (port !== undefined) return Number(port);
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`The VS Code server ended before it listened:\n${log()}`);
    }
    await sleep(20);
  }
}

/** Asks the group to end, and kills what is left of it. */
async function stopGroup(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  const signal = (name: NodeJS.Signals | 0): boolean => {
    try {
      return process.kill(-pid, name);
    } catch {
      return false;
    }
  };
  signal('SIGTERM');
  for (let patience = 0; patience < 20 && signal(0); patience++) await sleep(50);
  signal('SIGKILL');
  while (signal(0)) await sleep(20);
}
