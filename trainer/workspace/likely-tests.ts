/** Which test files may call a function, by what their texts name: the likely ones are run first. */
import { posix } from 'node:path';
import type { TestFile } from '../protocol/workspace.ts';

/** What tests name when they test a function. */
export interface Subject {
  /** Of the file, relative to the workspace's folder, with `/`. */
  readonly file: string;
  /** As the function finder has it: `Stack.push`. */
  readonly name: string;
}

/** A test file with how likely it calls the function: it names both function and module, one of them, or neither. */
export interface RankedTest {
  readonly test: TestFile;
  readonly names: 'both' | 'function' | 'module' | 'neither';
}

const order: readonly RankedTest['names'][] = ['both', 'function', 'module', 'neither'];

/** Files that say nothing by their own name go by their folder's. */
const nameless = ['index', '__init__'];

/** The most likely first; among equals the order stays. `texts` in the order of `tests`. */
export function likelyFirst(
  tests: readonly TestFile[],
  texts: readonly string[],
  { file, name }: Subject,
): RankedTest[] {
  const namesFunction = wordIn(calledAs(name));
  const namesModule = wordIn(moduleOf(file));
  const ranked = tests.map((test, index): RankedTest => {
    const text = texts[index] ?? '';
    const [ofFunction, ofModule] = [namesFunction(text), namesModule(text)];
    if (ofFunction && ofModule) return { test, names: 'both' };
    if (ofFunction) return { test, names: 'function' };
    return { test, names: ofModule ? 'module' : 'neither' };
  });
  return order.flatMap((names) => ranked.filter((one) => one.names === names));
}

/** The last part of its name; what constructs or works by a sign of the language is called by its class. */
function calledAs(name: string): string {
  const [last = name, holder = last] = name.split('.').reverse();
  return /^(?:constructor|__\w+__)$/.test(last) ? holder : last;
}

function moduleOf(file: string): string {
  const { name: stem, dir } = posix.parse(file);
  return nameless.includes(stem) && dir !== '' ? posix.basename(dir) : stem;
}

/** Whether a text has the word on its own; words are made of what names in Python and JavaScript are made of. */
function wordIn(word: string): (text: string) => boolean {
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}_$])${RegExp.escape(word)}(?![\\p{L}\\p{N}_$])`, 'u');
  return (text) => pattern.test(text);
}
