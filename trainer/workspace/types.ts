/** What this room is made of: a workspace as it was found, and the copy of it in which tests run. */
import type { FrameworkUse, TestFile, TestRun } from '../protocol/workspace.ts';
import type { SourceLanguage } from '../source/grammars.ts';

/** A file whose functions can be judged. No test file is one. */
export interface SourceFile {
  /** Relative to the workspace's folder, with `/` on every system. */
  readonly file: string;
  readonly language: SourceLanguage;
}

export interface Workspace {
  /** Absolute. */
  readonly folder: string;
  /**
   * Everything that a copy needs: what git tracks or would track, and what was built beside it, else what no usual rule
   * ignores. Sorted.
   */
  readonly files: readonly string[];
  readonly sources: readonly SourceFile[];
  readonly tests: readonly TestFile[];
  readonly frameworks: readonly FrameworkUse[];
}

export interface TestRunOptions {
  /** After this long the test and everything that it has started is ended. */
  readonly limitMs: number;
  /** It is ended when it holds more memory than this; as runProgram has it unless told. */
  readonly mostBytes?: number;
  /** Rejects with the signal's reason; everything that was started is ended before. */
  readonly signal: AbortSignal;
  /** Variables besides those of the scratch folder. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A copy of a workspace in a folder of its own. What is written and run here does not reach the workspace. */
export interface Scratch extends AsyncDisposable {
  /** Absolute. */
  readonly folder: string;
  /** The text as it was copied. */
  read(file: string): Promise<string>;
  /** Replaces a file of the copy. */
  write(file: string, text: string): Promise<void>;
  /** Puts back what was copied. */
  restore(file: string): Promise<void>;
  run(test: TestFile, options: TestRunOptions): Promise<TestRun>;
}
