/** What a file of a workspace is: a source whose functions can be judged, a test of a framework, or neither. */
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Framework } from '../protocol/workspace.ts';
import { languageOfFile, type SourceLanguage } from '../source/grammars.ts';
import type { Habits } from './framework.ts';
import { frameworks } from './frameworks.ts';
import { isTestName } from './packaged-tests.ts';

export type Kind = { readonly language: SourceLanguage } | { readonly framework: Framework };

/** Declarations, what was made smaller, and the settings of tools; they have no function that a test would test. */
const noSource = [
  /\.d\.[mc]?ts$/,
  /[.-]min\.[mc]?js$/,
  /\.(?:config|workspace|setup|preset)\.[mc]?[jt]sx?$/,
  /(?:^|\/)\.[^/]*$/,
  /(?:^|\/)(?:conftest|noxfile)\.py$/,
  /(?:^|\/)__(?:mocks|fixtures|snapshots)__\//,
];

/** A line of this many characters on average was not written by hand. */
const longLine = 500;

/** Null for what is neither. A file that cannot be read is neither, too: it is not copied, and that is told there. */
export async function classify(file: string, habits: Habits): Promise<Kind | null> {
  const language = languageOfFile(file);
  if (language === null || noSource.some((pattern) => pattern.test(file))) return null;
  if (language === 'python' && !/^test|_test\.py$/.test(basename(file))) return { language };
  const text = await readFile(join(habits.surroundings.folder, file), 'utf8').catch(() => null);
  if (text === null) return null;
  const candidate = { ...habits, file, text };
  const rows = Object.values(frameworks).filter(({ python }) => python === (language === 'python'));
  const claimed = rows.find((row) => row.claims(candidate));
  if (claimed !== undefined) return { framework: claimed.framework };
  if (isTestName(file) || isMinified(text)) return null;
  return { language };
}

const isMinified = (text: string): boolean => text.length > longLine * text.split('\n').length;
