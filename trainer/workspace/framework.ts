/** What is asked of a test framework: which files are its tests, how one is run, and what came of it. */
import type { Framework, TestStatus } from '../protocol/workspace.ts';
import type { Package } from './packages.ts';
import type { Python } from './python.ts';

/** A file that may be a test, and what is known of the others. */
export interface Candidate extends Habits {
  readonly file: string;
  readonly text: string;
}

/** What decides whose tests the files of a workspace are. */
export interface Habits {
  readonly surroundings: Surroundings;
  /** Whether the workspace has a configuration of pytest. */
  readonly configuresPytest: boolean;
}

/** What there is in a workspace and on the machine to run tests with. */
export interface Surroundings {
  /** The workspace's, absolute. */
  readonly folder: string;
  readonly files: ReadonlySet<string>;
  readonly packages: readonly Package[];
  /** Null where there is none. */
  readonly python: Python | null;
}

/** How a test file is run. Paths of the workspace are relative to `folder`, so that they mean those of a copy there. */
export interface Invocation {
  /** Where it is started, relative to the workspace's folder. */
  readonly folder: string;
  readonly program: string;
  readonly parameters: readonly string[];
  /** As it would be typed there, without what only makes the report. */
  readonly typed: string;
}

/** Why a test file cannot be run. */
export interface Missing {
  readonly reason: string;
}

/** How a run ended of itself. */
export interface EndedTest {
  /** Relative to the workspace's folder. */
  readonly file: string;
  /** Null after a signal, or where the program did not start. */
  readonly code: number | null;
  /** The end of what it printed, without colours. */
  readonly output: string;
  /** What it wrote to the report's file; null where it wrote none. */
  readonly report: string | null;
}

/** Absolute places, of one run only, that an invocation may name. */
export interface RunPlaces {
  readonly report: string;
  readonly cache: string;
}

export interface FrameworkRow {
  readonly framework: Framework;
  /** Whether its tests are Python; they are JavaScript and TypeScript else. */
  readonly python: boolean;
  claims(candidate: Candidate): boolean;
  invocation(file: string, surroundings: Surroundings, places: RunPlaces): Promise<Invocation | Missing>;
  status(ended: EndedTest): TestStatus;
}
