/** What follows the editor, with as much of VS Code as changes: the test fires its events. */
import type * as vscode from 'vscode';
import { Emitter } from '../../../extension/base/emitter.ts';
import { Dismissals } from '../../../extension/critic/dismissals.ts';
import { Findings, type CriticIdentity } from '../../../extension/critic/findings.ts';
import type { Parts } from '../../../extension/critic/parts.ts';
import { VerdictStore } from '../../../extension/critic/verdict-store.ts';
import { MapMemory } from './samples.ts';

interface Place {
  toString(): string;
}

export class FollowedEditor {
  readonly visibleTextEditors: { readonly document: unknown }[] = [];
  readonly configured = new Emitter<{ readonly affectsConfiguration: (section: string) => boolean }>();
  readonly deleted = new Emitter<{ readonly files: readonly Place[] }>();
  readonly renamed = new Emitter<{ readonly files: readonly { oldUri: Place; newUri: Place }[] }>();

  /** The module `vscode`. */
  readonly api = {
    window: {
      visibleTextEditors: this.visibleTextEditors,
      onDidChangeVisibleTextEditors: new Emitter().event,
      onDidChangeTextEditorVisibleRanges: new Emitter().event,
    },
    workspace: {
      onDidChangeConfiguration: this.configured.event,
      onDidChangeTextDocument: new Emitter().event,
      onDidCloseTextDocument: new Emitter().event,
      onDidDeleteFiles: this.deleted.event,
      onDidRenameFiles: this.renamed.event,
    },
    commands: { executeCommand: () => Promise.resolve() },
    Disposable: {
      from: (...all: readonly vscode.Disposable[]) => ({
        dispose: () => {
          for (const each of all) each.dispose();
        },
      }),
    },
  };
}

/** A server that is only asked for and told: its phase is what the test says. */
export class FollowedLink {
  readonly changed = new Emitter<undefined>();
  readonly onDidChange = this.changed.event;
  state: { readonly critic: CriticIdentity } | null = null;
  phase = 'off';
  needed = 0;
  readonly told: (readonly [method: string, params: unknown])[] = [];

  need(): void {
    this.needed += 1;
  }

  /** As the real one: what does not run hears nothing. */
  tell(method: string, params: unknown): void {
    if (this.phase === 'running') this.told.push([method, params]);
  }

  become(phase: string): void {
    this.phase = phase;
    this.changed.fire(undefined);
  }
}

/** The critic that is active, as the test says. */
export class FollowedCritics {
  readonly changed = new Emitter<undefined>();
  readonly onDidChange = this.changed.event;
  readonly refresh = () => Promise.resolve();
  identity: CriticIdentity = { folder: '/critic', hash: null };

  get active(): string | null {
    return this.identity.folder;
  }

  become(identity: CriticIdentity): void {
    this.identity = identity;
    this.changed.fire(undefined);
  }
}

/** The parts that are followed; every document is judged. What is shown anew is noted. */
export function followedParts(memory = new MapMemory()) {
  const shown: string[] = [];
  const own = {
    link: new FollowedLink(),
    critics: new FollowedCritics(),
    verdicts: new VerdictStore(),
    findings: new Findings(memory),
    dismissals: new Dismissals(new MapMemory()),
  };
  const parts = {
    ...own,
    runs: { runs: [], onDidChange: new Emitter().event },
    results: { onDidChange: new Emitter().event },
    lenses: { changed: () => shown.push('lenses') },
    gutter: { draw: () => shown.push('gutter') },
    problems: { list: () => shown.push('problems') },
    serverSettings: () => ({ dismissedFiles: own.dismissals.files }),
    judges: () => true,
  };
  return { ...own, shown, parts: parts as unknown as Parts };
}
