/** What is done to functions and their verdicts. A command comes with a place, or means the function at the cursor. */
import * as vscode from 'vscode';
import {
  criticMethods,
  functionPlaceSchema,
  type FunctionPlace,
  type FunctionVerdict,
} from '../../trainer/protocol/critic-server.ts';
import { opening } from '../commands/open-file.ts';
import type { Handler, Handlers } from '../commands/register.ts';
import { t } from '../l10n.ts';
import type { TestRuns } from '../workspace/test-runs.ts';
import type { CritiqueDocuments } from './critique-document.ts';
import { dismissPattern } from './dismiss-pattern.ts';
import type { Dismissals } from './dismissals.ts';
import { languageOf } from './documents.ts';
import { critiquesOff, noFunctionHere, serverUnavailable } from '../errors/critique.ts';
import { keepLabel, subjectAt } from './keep-label.ts';
import type { Lenses } from './lenses.ts';
import type { ServerLink } from './link.ts';
import type { CritiqueSettings } from './settings.ts';
import type { VerdictStore } from './verdict-store.ts';
import { functionNow, showTestOutput, verifyFunction, type VerifyTools } from './verify.ts';

export interface FunctionTools extends VerifyTools {
  readonly link: ServerLink;
  readonly lenses: Lenses;
  readonly verdicts: VerdictStore;
  readonly critiques: CritiqueDocuments;
  readonly tests: TestRuns;
  readonly settings: () => CritiqueSettings;
}

export function functionCommandHandlers(tools: FunctionTools): Handlers {
  const at =
    (act: (place: FunctionPlace) => Promise<void> | void): Handler =>
    async (argument) =>
      act(await placeOf(tools, argument));
  /** What the critic is needed for. */
  const asking =
    (handler: Handler): Handler =>
    async (argument) => {
      if (!tools.settings().enable) throw critiquesOff();
      await handler(argument);
    };
  return {
    showCritique: asking(at((place) => tools.critiques.show(place))),
    checkFunction: asking(at((place) => check(tools, place.uri, place.id))),
    checkFile: asking(() => check(tools, activeDocument().uri.toString(), null)),
    wrongVerdict: asking(at((place) => markWrong(tools, place))),
    verifyFunction: asking(at((place) => verifyFunction(tools, place))),
    stopTests: () => tools.tests.stop(),
    showTestOutput: at(async (place) => {
      const { name, hash } = await verdictAt(tools, place);
      await showTestOutput(tools, name, { uri: place.uri, hash });
    }),
    dismissFunction: at((place) => dismiss(tools, place)),
    dismissFile: (argument) => {
      const uri = fileOf(argument);
      tools.dismissals.dismissFile(uri);
      tools.findings.forgetWithin(uri);
    },
    dismissPattern: (argument) => dismissPattern(tools, fileOf(argument)),
    restoreDismissed: () => restore(tools.dismissals),
  };
}

const activeDocument = (): vscode.TextDocument => {
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined || languageOf(document) === undefined) throw noFunctionHere();
  return document;
};

/** Of a file, a finding or a place, else of the active editor. */
function fileOf(argument: unknown): string {
  if (typeof argument === 'string') return argument;
  const { data } = functionPlaceSchema.safeParse(argument);
  return data?.uri ?? activeDocument().uri.toString();
}

/** A lens, a hover and a finding say the place; an open critique knows its own; otherwise the cursor is meant. */
async function placeOf({ lenses, critiques }: FunctionTools, argument: unknown): Promise<FunctionPlace> {
  const { data } = functionPlaceSchema.safeParse(argument);
  if (data !== undefined) return { uri: data.uri, id: data.id };
  const shown = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
  const ofCritique = shown === undefined ? null : critiques.placeOf(shown);
  if (ofCritique !== null) return ofCritique;
  const document = activeDocument();
  const line = vscode.window.activeTextEditor?.selection.active.line ?? 0;
  const [innermost] = (await lenses.verdicts(document))
    .filter((verdict) => verdict.line <= line && line <= verdict.endLine)
    .toSorted((one, other) => other.line - one.line);
  if (innermost === undefined) throw noFunctionHere();
  return { uri: document.uri.toString(), id: innermost.id };
}

async function check({ link }: FunctionTools, uri: string, id: string | null): Promise<void> {
  if ((await link.client()) === null) throw serverUnavailable();
  link.tell(criticMethods.check, { uri, id });
}

async function dismiss(tools: FunctionTools, place: FunctionPlace): Promise<void> {
  const { hash, name } = await verdictAt(tools, place);
  tools.dismissals.dismissFunction({ hash, name, uri: place.uri });
  tools.findings.forgetFunction(hash);
}

/** Of a document that is closed, the list of findings knows it. */
async function verdictAt(
  { verdicts, findings, lenses }: FunctionTools,
  { uri, id }: FunctionPlace,
): Promise<Pick<FunctionVerdict, 'hash' | 'name'>> {
  const known = verdicts.find(uri, id) ?? findings.of(uri).find((finding) => finding.id === id);
  if (known !== undefined) return known;
  const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri);
  const found =
    document === undefined ? undefined : (await lenses.verdicts(document)).find((each) => each.id === id);
  if (found === undefined) throw noFunctionHere();
  return found;
}

/**
 * Keeps the function with the label that its verdict denies. Only a verdict on exactly the text that is kept denies
 * one: what a list or a page still shows may be of an earlier text, and then the user is asked.
 */
async function markWrong(tools: FunctionTools, place: FunctionPlace): Promise<void> {
  // The server knows the text of open documents only.
  const source = vscode.Uri.parse(place.uri);
  const document = await opening(source, vscode.workspace.openTextDocument(source));
  if ((await tools.link.client()) === null) throw serverUnavailable();
  const { name, state, hash } = (await functionNow(tools.lenses, document, place.id)).verdict;
  const subject = await subjectAt(tools, place, name);
  const correct = (hash === subject.hash ? denied(state) : null) ?? (await askLabel(name));
  if (correct !== undefined) await keepLabel(tools, { place, name, subject }, correct);
}

/** The label of a function whose verdict is wrong; null where the verdict says neither. */
function denied(state: FunctionVerdict['state']): boolean | null {
  if (state === 'correct') return false;
  return state === 'incorrect' ? true : null;
}

async function askLabel(name: string): Promise<boolean | undefined> {
  const labels = [
    { label: t('It is correct'), correct: true },
    { label: t('It is incorrect'), correct: false },
  ];
  const options = { title: t('Wrong Verdict'), placeHolder: t('Which verdict on {0} would be right?', name) };
  return (await vscode.window.showQuickPick(labels, options))?.correct;
}

async function restore(dismissals: Dismissals): Promise<void> {
  const name = (uri: string): string => vscode.workspace.asRelativePath(vscode.Uri.parse(uri));
  const items = [
    ...dismissals.files.map((uri) => ({ label: `$(file) ${name(uri)}`, description: '', key: uri })),
    ...dismissals.functions.map((each) => ({
      label: `$(symbol-function) ${each.name}`,
      description: name(each.uri),
      key: each.hash,
    })),
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: t('Restore What Was Dismissed'),
    placeHolder: t('These are shown and checked again.'),
    canPickMany: true,
  });
  if (chosen !== undefined) dismissals.restore(new Set(chosen.map(({ key }) => key)));
}
