/** Going from finding to finding. */
import * as vscode from 'vscode';
import { opening } from '../commands/open-file.ts';
import type { Handlers } from '../commands/register.ts';
import type { Findings, Finding } from './findings.ts';
import type { VerdictStore } from './verdict-store.ts';

export function findingCommandHandlers(findings: Findings, verdicts: VerdictStore): Handlers {
  const step = (by: 1 | -1) => async (): Promise<void> => {
    const editor = vscode.window.activeTextEditor;
    const uri = editor?.document.uri.toString() ?? null;
    const found = findings.step(uri, editor?.selection.active.line ?? 0, by);
    if (found !== undefined) await open(found);
  };
  const open = async (finding: Finding): Promise<void> => {
    const uri = vscode.Uri.parse(finding.uri);
    // It may have moved since it was listed.
    const line = verdicts.find(finding.uri, finding.id)?.line ?? finding.line;
    try {
      const selection = new vscode.Range(line, 0, line, 0);
      await opening(uri, vscode.window.showTextDocument(uri, { selection, preview: true }));
    } catch (cause) {
      // The file is gone, and with it what was found in it.
      findings.forgetWithin(finding.uri);
      throw cause;
    }
  };
  return {
    'findings.next': step(1),
    'findings.previous': step(-1),
    'findings.open': async (finding) => {
      const listed = findings.all.find((each) => each === finding) ?? findings.all[0];
      if (listed !== undefined) await open(listed);
    },
  };
}
