/** What the lens says, why, and who said it, over the line on which a function begins. */
import * as vscode from 'vscode';
import {
  criticMethods,
  critiqueSchema,
  type CriticInfo,
  type FunctionPlace,
  type FunctionVerdict,
} from '../../trainer/protocol/critic-server.ts';
import { t } from '../l10n.ts';
import type { TestResults, TestState } from '../workspace/results.ts';
import { failingExcerpt, testsReason, testsTitle } from '../workspace/test-words.ts';
import { excerpt } from './critique-text.ts';
import type { Phase } from './lifecycle.ts';
import type { VerdictStore } from './verdict-store.ts';
import { criticWords, opinionNotProof, verdictReason, verdictWords } from './words.ts';

/** The server has the critique of what it has judged; a hover waits for no judgement. */
const mostWaitMs = 500;

/** Of the link to the server: whether it runs, and whom to ask. */
interface CritiqueSource {
  readonly phase: Phase;
  client(token: vscode.CancellationToken): Promise<{
    sendRequest<T>(method: string, place: FunctionPlace, token: vscode.CancellationToken): Promise<T>;
  } | null>;
}

export interface HoverHost {
  readonly verdicts: VerdictStore;
  readonly results: TestResults;
  readonly critic: () => CriticInfo | null;
  readonly link: CritiqueSource;
  /** Whether a document has lenses at all. */
  readonly judges: (document: vscode.TextDocument) => boolean;
}

export class VerdictHover implements vscode.HoverProvider {
  readonly #host: HoverHost;

  constructor(host: HoverHost) {
    this.#host = host;
  }

  async provideHover(
    document: vscode.TextDocument,
    { line }: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | null> {
    if (!this.#host.judges(document)) return null;
    const uri = document.uri.toString();
    const { version, functions } = this.#host.verdicts.get(uri) ?? { version: -1, functions: [] };
    const verdict = functions.find((each) => each.line === line);
    if (verdict === undefined || version !== document.version) return null;
    const critique = await this.#critique({ uri, id: verdict.id }, verdict, token);
    const written =
      critique === '' ? [] : [new vscode.MarkdownString().appendCodeblock(critique, 'markdown')];
    const tests = this.#host.results.of({ uri, hash: verdict.hash });
    return new vscode.Hover([
      this.#words(verdict),
      ...written,
      ...(tests === null ? [] : testParts(tests)),
      links(uri, verdict, tests),
    ]);
  }

  /** What the critic wrote, if the server has it at hand. */
  async #critique(
    place: FunctionPlace,
    { state, reason }: FunctionVerdict,
    token: vscode.CancellationToken,
  ): Promise<string> {
    const isJudged = reason === null && (state === 'correct' || state === 'incorrect' || state === 'unsure');
    if (!isJudged || this.#host.link.phase !== 'running') return '';
    const waiting = new vscode.CancellationTokenSource();
    const timer = setTimeout(() => waiting.cancel(), mostWaitMs);
    const left = token.onCancellationRequested(() => waiting.cancel());
    try {
      const client = await this.#host.link.client(waiting.token);
      const answer = await client?.sendRequest<unknown>(criticMethods.critique, place, waiting.token);
      const { data } = critiqueSchema.safeParse(answer);
      return data?.kind === 'judged' ? excerpt(data.critique) : '';
    } catch {
      // The verdict says enough without it, and the critique's own page says what is wrong.
      return '';
    } finally {
      clearTimeout(timer);
      left.dispose();
      waiting.dispose();
    }
  }

  /** Names come from a critic's folder, so they are text and nothing else. */
  #words(verdict: FunctionVerdict): vscode.MarkdownString {
    const critic = this.#host.critic();
    const text = new vscode.MarkdownString();
    text.appendMarkdown('**').appendText(verdictWords(verdict)).appendMarkdown('**');
    const lines = [verdictReason(verdict), ...(critic === null ? [] : criticWords(critic))];
    for (const line of lines.filter((each) => each !== '')) text.appendMarkdown('\n\n').appendText(line);
    return text.appendMarkdown('\n\n*').appendText(opinionNotProof()).appendMarkdown('*');
  }
}

/** Which test files say what; what a test printed is text and nothing else. */
function testParts(tests: TestState): vscode.MarkdownString[] {
  const text = new vscode.MarkdownString();
  text.appendMarkdown('**').appendText(testsTitle(tests)).appendMarkdown('**');
  for (const line of testsReason(tests)) text.appendMarkdown('\n\n').appendText(line);
  const output = failingExcerpt(tests);
  return output === '' ? [text] : [text, new vscode.MarkdownString().appendCodeblock(output, 'text')];
}

/** What can be done about the function's tests: nothing in a restricted window. */
function testCommands(tests: TestState | null): Readonly<Record<string, string>> {
  if (!vscode.workspace.isTrusted) return {};
  if (tests?.kind === 'running') return { 'critiqueCoder.stopTests': t('Stop its tests') };
  const shows = tests === null ? {} : { 'critiqueCoder.showTestOutput': t('Show test output') };
  return { 'critiqueCoder.verifyFunction': t('Run its tests'), ...shows };
}

/** Only commands of our own, and no word of anybody else. */
function links(uri: string, { id }: FunctionVerdict, tests: TestState | null): vscode.MarkdownString {
  const place = encodeURIComponent(JSON.stringify([{ uri, id }]));
  const commands = {
    'critiqueCoder.showCritique': t('Show critique'),
    ...testCommands(tests),
    'critiqueCoder.wrongVerdict': t('Wrong verdict'),
    'critiqueCoder.dismissFunction': t('Dismiss'),
  };
  const text = new vscode.MarkdownString(
    Object.entries(commands)
      .map(([command, title]) => `[${title}](command:${command}?${place})`)
      .join(' · '),
  );
  text.isTrusted = { enabledCommands: Object.keys(commands) };
  return text;
}
