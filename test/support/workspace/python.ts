/** The Pythons that tests run a workspace's tests with, and what to do where there is none. */
import { spawnSync } from 'node:child_process';

/** Names a Python that has pytest. */
const pythonVariable = 'CRITIQUE_CODER_PYTHON';

const isWindows = process.platform === 'win32';

/** The machine's own beside that of PATH, since a distribution's pytest is for the former. */
const machines = isWindows ? ['py', 'python'] : ['python3', '/usr/bin/python3', 'python'];

const runs = (program: string, code: string): boolean => spawnSync(program, ['-c', code]).status === 0;

/** A Python 3; undefined where none is installed. */
export const findAnyPython = (): string | undefined =>
  machines.find((program) => runs(program, 'import sys, venv; assert sys.version_info >= (3, 8)'));

/** A Python that imports pytest. */
export function findPytest(): string | undefined {
  const named = process.env[pythonVariable];
  return [...(named === undefined ? [] : [named]), ...machines].find((program) =>
    runs(program, 'import pytest'),
  );
}

/** For `node:test`: the reason to skip, or false. Throws where skipping must not pass for a test. */
export function skipWithout(found: string | undefined, name: string): string | false {
  if (found !== undefined) return false;
  const reason = `${name} is missing: run npm run test:workspace:setup`;
  const required = process.env['CRITIQUE_CODER_REQUIRE_PYTEST'];
  if (required !== undefined && required !== '' && required !== '0') throw new Error(`${reason}.`);
  return reason;
}
