/** What tests said of a function, in the user's language. What tests print, and names of files, are text and nothing else. */
import type { FrameworkUse, TestRun, Verification } from '../../trainer/protocol/workspace.ts';
import { inert } from '../base/inert.ts';
import { plain } from '../base/plain.ts';
import { locale, t } from '../l10n.ts';
import type { TestState } from './results.ts';

/** Names of test files in a place without room for all. */
const mostFiles = 4;
const mostName = 80;
const mostExcerpt = 1_200;

/** After the verdict, on the line above the function; it is short there. */
export function testsTitle(state: TestState): string {
  if (state.kind === 'running') return t('running its tests…');
  switch (state.verification.outcome) {
    case 'passed':
      return t('tests pass');
    case 'failed':
      return t('tests fail');
    case 'untested':
      return t('no tests');
    case 'unusable':
      return t('tests cannot run');
  }
}

/** Which test files say so, and what could not be asked; a paragraph each. */
export function testsReason(state: TestState): string[] {
  if (state.kind === 'running') return [t('The workspace’s tests of this function are being run.')];
  const { verification, at } = state;
  return [
    outcomeText(verification),
    ...(verification.notRun.length === 0
      ? []
      : [t('There was no time for {0}.', filesText(verification.notRun))]),
    ...verification.missing.map(missingText),
    t('The tests were run at {0}.', locale().clock(at)),
  ];
}

export function outcomeText({ outcome, runs }: Verification): string {
  const names = (status: (run: TestRun) => boolean): string =>
    filesText(runs.filter(status).map(({ file }) => file));
  switch (outcome) {
    case 'passed':
      return t('The test files that call it pass: {0}.', names(passes));
    case 'failed':
      return t('Of the test files that call it, these fail: {0}.', names(fails));
    case 'untested':
      return t('None of the tests that were run calls it.');
    case 'unusable':
      return runs.length === 0
        ? t('None of the workspace’s test files could be run.')
        : t('The test files that should call it do not get that far: {0}.', names(fails));
  }
}

const passes = ({ status }: TestRun): boolean => status === 'passed';
/** One that takes too long, or cannot be loaded, is no better. */
const fails = (run: TestRun): boolean => !passes(run);

export const missingText = ({ framework, testFiles, reason }: FrameworkUse): string =>
  t('Test files of {0} that are not run: {1}. {2}', framework, testFiles, plain(reason ?? '', 300));

/** The first few by name. */
export function filesText(files: readonly string[]): string {
  const named = files.slice(0, mostFiles).map((file) => plain(file, mostName));
  return files.length > named.length
    ? t('{0} and {1} more', named.join(', '), files.length - named.length)
    : named.join(', ');
}

/** The end of what the first failing test file printed; empty where none failed. */
export function failingExcerpt(state: TestState): string {
  if (state.kind === 'running') return '';
  const text = inert(state.verification.runs.find(fails)?.output ?? '').trimEnd();
  return text.length <= mostExcerpt ? text : `…\n${text.slice(-mostExcerpt)}`;
}

/** All that there is to read of it, the failing test files first. */
export function testOutput({ name, file, line, runs, ...verification }: Verification): string {
  const title = `${inert(name)} (${inert(file)}:${line})`;
  const ordered = [...runs.filter(fails), ...runs.filter(passes)];
  const parts = ordered.map(
    (run) =>
      `── ${inert(run.file)} · ${run.framework} · ${statusText(run)} · ${locale().fixed(run.seconds, 1)} s\n\n${inert(run.output).trimEnd()}`,
  );
  const remarks = [
    ...verification.missing.map(missingText),
    ...(verification.notRun.length === 0
      ? []
      : [t('There was no time for {0}.', verification.notRun.map(inert).join(', '))]),
  ];
  return `${[title, ...remarks, ...parts].join('\n\n')}\n`;
}

function statusText({ status }: TestRun): string {
  switch (status) {
    case 'passed':
      return t('passed');
    case 'failed':
      return t('failed');
    case 'timed out':
      return t('timed out');
    case 'unusable':
      return t('could not be run');
  }
}
