/** The test frameworks, a row each, in the order in which a file is tried. */
import type { Framework } from '../protocol/workspace.ts';
import type { FrameworkRow } from './framework.ts';
import { nodeTest } from './node-test.ts';
import { jest, vitest } from './packaged-tests.ts';
import { pytest, unittest } from './python-tests.ts';

export const frameworks: Readonly<Record<Framework, FrameworkRow>> = {
  pytest,
  unittest,
  'node:test': nodeTest,
  vitest,
  jest,
};
