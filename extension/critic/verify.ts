/** Verifies a verdict by running the tests of its function, and offers to learn from one that they contradict. */
import * as vscode from 'vscode';
import type { FunctionPlace, FunctionVerdict } from '../../trainer/protocol/critic-server.ts';
import type { Verification } from '../../trainer/protocol/workspace.ts';
import type { Memory } from '../base/memory.ts';
import { plain, unlinked } from '../base/plain.ts';
import { opening } from '../commands/open-file.ts';
import { noFunctionHere, serverUnavailable } from '../errors/critique.ts';
import { changedSinceTests, fileOutside, noTestResult, testsUntrusted } from '../errors/workspace.ts';
import { t } from '../l10n.ts';
import { agreesToRunTests } from '../workspace/consent.ts';
import type { TestedFunction, TestResults } from '../workspace/results.ts';
import type { TestOutputDocuments } from '../workspace/test-output.ts';
import type { TestRuns } from '../workspace/test-runs.ts';
import { missingText, outcomeText, testsTitle } from '../workspace/test-words.ts';
import { keepLabel, subjectAt, type LabelTools } from './keep-label.ts';
import type { Lenses } from './lenses.ts';

export interface VerifyTools extends LabelTools {
  readonly lenses: Pick<Lenses, 'verdicts'>;
  readonly tests: Pick<TestRuns, 'run'>;
  readonly results: TestResults;
  readonly testOutput: Pick<TestOutputDocuments, 'show'>;
  /** Of this workspace: what was agreed to. */
  readonly memory: Memory;
  /** The setting `workspace.python` of a folder. */
  readonly python: (folder: vscode.WorkspaceFolder) => string;
}

export async function verifyFunction(tools: VerifyTools, place: FunctionPlace): Promise<void> {
  if (!vscode.workspace.isTrusted) throw testsUntrusted();
  const source = vscode.Uri.parse(place.uri);
  const folder = vscode.workspace.getWorkspaceFolder(source);
  if (folder === undefined) throw fileOutside(source.fsPath);
  // The server knows the text of open documents only.
  const document = await opening(source, vscode.workspace.openTextDocument(source));
  if (!(await agreesToRunTests(tools.memory))) return;
  if ((await tools.link.client()) === null) throw serverUnavailable();
  const { verdict, text } = await functionNow(tools.lenses, document, place.id);
  const tested = { uri: place.uri, hash: verdict.hash };
  const verification = await tools.tests.run({
    tested,
    name: verdict.name,
    file: source.fsPath,
    text,
    functionId: place.id,
    folder: folder.uri.fsPath,
    python: tools.python(folder),
  });
  if (verification !== null) await tell(tools, { place, verdict, tested }, verification);
}

/** Opens what the tests of a function printed. Throws `workspace.no-test-result`. */
export async function showTestOutput(
  { results, testOutput }: VerifyTools,
  name: string,
  tested: TestedFunction,
): Promise<void> {
  if (results.of(tested)?.kind !== 'ended') throw noTestResult(name);
  await testOutput.show(name, tested);
}

/** A verdict and the text that it is of: whoever types meanwhile is waited for. */
export async function functionNow(
  lenses: VerifyTools['lenses'],
  document: vscode.TextDocument,
  id: string,
): Promise<{ readonly verdict: FunctionVerdict; readonly text: string }> {
  for (;;) {
    const { version } = document;
    const verdict = (await lenses.verdicts(document)).find((each) => each.id === id);
    if (document.version !== version) continue;
    if (verdict === undefined) throw noFunctionHere();
    return { verdict, text: document.getText() };
  }
}

interface Verified {
  readonly place: FunctionPlace;
  readonly verdict: FunctionVerdict;
  readonly tested: TestedFunction;
}

interface Choice extends vscode.MessageItem {
  readonly choose: () => Promise<void>;
}

/** Only what leaves something to do interrupts; the line above the function says the rest. */
async function tell(tools: VerifyTools, verified: Verified, verification: Verification): Promise<void> {
  const { outcome } = verification;
  const { verdict, tested } = verified;
  const name = plain(verdict.name, 80);
  const shows: Choice = {
    title: t('Show Output'),
    choose: () => showTestOutput(tools, verdict.name, tested),
  };
  if (outcome === 'passed' && verdict.state === 'incorrect') {
    return ask(t('The tests of {0} pass, and the critic called it likely incorrect.', name), [
      { title: t('Keep as Correct Example'), choose: () => keep(tools, verified, true) },
    ]);
  }
  if (outcome === 'failed' && verdict.state === 'correct') {
    return ask(t('The tests of {0} fail, and the critic called it likely correct.', name), [
      shows,
      { title: t('Keep as Incorrect Example'), choose: () => keep(tools, verified, false) },
    ]);
  }
  if (outcome === 'failed') return ask(t('The tests of {0} fail.', name), [shows]);
  if (outcome === 'unusable') {
    const why = [outcomeText(verification), ...verification.missing.slice(0, 1).map(missingText)];
    return ask(t('The tests of {0} cannot run. {1}', name, why.join(' ')), [shows]);
  }
  const words = `${name}: ${testsTitle({ kind: 'ended', verification, at: new Date(0) })}`;
  vscode.window.setStatusBarMessage(`$(beaker) ${words}`, 8000);
}

async function ask(text: string, choices: readonly Choice[]): Promise<void> {
  // Names and reasons are not ours: VS Code would make links of some.
  const chosen = await vscode.window.showInformationMessage<Choice>(unlinked(text), ...choices);
  await chosen?.choose();
}

/** The message may be answered long after the tests have ended. Throws `workspace.changed-since-tests`. */
async function keep(tools: VerifyTools, { place, verdict }: Verified, correct: boolean): Promise<void> {
  const { name, hash } = verdict;
  const subject = await subjectAt(tools, place, name);
  if (subject.hash !== hash) throw changedSinceTests(name);
  await keepLabel(tools, { place, name, subject }, correct);
}
