/** The user's own workspace as data: what `data workspace` and `verify` print, and what the editor reads of it. */
import { z } from 'zod';
import { languageSchema } from './data.ts';

const count = z.int().min(0);
const seconds = z.number().min(0);

/** Whose tests are run, in the order in which a file is tried. */
export const frameworkSchema = z.enum(['pytest', 'unittest', 'node:test', 'vitest', 'jest']);
export type Framework = z.infer<typeof frameworkSchema>;

/** Paths are relative to the workspace's folder, with `/` on every system. */
export const testFileSchema = z.object({ file: z.string().min(1), framework: frameworkSchema });
export type TestFile = z.infer<typeof testFileSchema>;

/**
 * How a test file ended: `passed` with at least one test, `failed` with one that does not pass or because it held too
 * much memory, `timed out`, or `unusable`, where the framework is absent, finds no test in it or cannot load it.
 */
export const testStatusSchema = z.enum(['passed', 'failed', 'timed out', 'unusable']);
export type TestStatus = z.infer<typeof testStatusSchema>;

export const testRunSchema = testFileSchema.extend({
  status: testStatusSchema,
  seconds,
  /** The end of what it printed, at most 4,000 characters, without colours. */
  output: z.string(),
});
export type TestRun = z.infer<typeof testRunSchema>;

/** A framework whose test files there are: how they are run, or why they are not. */
export const frameworkUseSchema = z.object({
  framework: frameworkSchema,
  testFiles: count,
  /** As it would be typed, for one file; null where it cannot be run. */
  command: z.string().nullable(),
  /** Null where it can. */
  reason: z.string().nullable(),
});
export type FrameworkUse = z.infer<typeof frameworkUseSchema>;

/** What `data workspace --plan --json` prints: what would be run. Nothing of the workspace is run for it. */
export const workspacePlanSchema = z.object({
  folder: z.string(),
  sourceFiles: count,
  functions: z.object({
    found: count,
    /** Those that have a docstring or a comment, so that there is a question to ask, and are neither nested nor risky. */
    documented: count,
  }),
  frameworks: z.array(frameworkUseSchema).readonly(),
});
export type WorkspacePlan = z.infer<typeof workspacePlanSchema>;

const workspaceFunctionSchema = z.object({
  file: z.string(),
  name: z.string(),
  /** From 1. */
  line: z.int().min(1),
  language: languageSchema,
  /** Test files that call it and pass. */
  tests: count,
  /** Mutants that failed a test, and those that passed all of them. */
  failing: count,
  surviving: count,
});
export type WorkspaceFunction = z.infer<typeof workspaceFunctionSchema>;

/** What `data workspace --json` prints. */
export const workspaceReportSchema = z.object({
  folder: z.string(),
  out: z.string(),
  /** Where problems were written; null where none were asked for. */
  problemsOut: z.string().nullable(),
  problems: count,
  /** Functions that tests run and that there is no problem of, by why; null where none were asked for. */
  withoutProblem: z
    .object({
      /** Methods, functions in variables, coroutines and decorated functions: their calls are not recorded. */
      unrecorded: count,
      /** Fewer than three different calls whose arguments and results are plain JSON. */
      fewCalls: count,
      /** It returned different things to the same arguments. */
      varying: count,
      /** It needs classes, variables that change or other files of the project. */
      entangled: count,
      /** Alone in the sandbox it does not return what was recorded. */
      failing: count,
      /** It needs what the sandbox lacks. */
      unsupported: count,
    })
    .nullable(),
  pairs: z.object({ correct: count, incorrect: count }),
  /** Functions that pairs were made of. */
  functions: z.array(workspaceFunctionSchema).readonly(),
  /** Functions that there are no pairs of, by why. */
  leftOut: z.object({
    undocumented: count,
    nested: count,
    /** It deletes files or starts programs itself: a mistake in it could reach beyond the copy. */
    risky: count,
    /** No passing test file calls it. */
    untested: count,
    /** No mutant of it fails a test. */
    unshaken: count,
    /** A test that a mutant failed did not pass afterwards without it. */
    unsteady: count,
    /** There was no time for it, or the number of functions that were asked for was reached. */
    untried: count,
  }),
  /** Test files that were not used, with why: they fail, are flaky, or cannot be run. */
  unused: z.array(testFileSchema.extend({ reason: z.string() })).readonly(),
  /** Sources that are no text in UTF-8 or took too long to read. */
  unread: z.array(z.string()).readonly(),
  /** Files of the workspace that were otherwise afterwards: somebody has edited them, or a test reaches out of its copy. */
  changed: z.array(z.string()).readonly(),
  testFiles: count,
  seconds,
});
export type WorkspaceReport = z.infer<typeof workspaceReportSchema>;

/** What `verify --json` prints about one function. */
export const verificationSchema = z.object({
  file: z.string(),
  name: z.string(),
  line: z.int().min(1),
  /**
   * `passed`: every test file that calls the function passes. `failed`: one does not. `untested`: none that was run
   * calls it. `unusable`: none does, and either no test file could be run or one that names the function or its module
   * does not pass, so that it may not have come as far.
   */
  outcome: z.enum(['passed', 'failed', 'untested', 'unusable']),
  /** Of the test files that call the function; of an `unusable` one those that should have. */
  runs: z.array(testRunSchema).readonly(),
  /** Test files for which there was no time. */
  notRun: z.array(z.string()).readonly(),
  /** Frameworks that cannot be run, with why. */
  missing: z.array(frameworkUseSchema).readonly(),
  seconds,
});
export type Verification = z.infer<typeof verificationSchema>;
