/** The Python of this machine, which some tests need and a machine need not have. */
import { spawnSync } from 'node:child_process';

const names = ['python3', 'python'];

const isPython3 = (name: string): boolean => {
  const { status, stdout } = spawnSync(name, ['-c', 'import sys; print(sys.version_info[0])'], {
    encoding: 'utf8',
  });
  return status === 0 && stdout.trim() === '3';
};

/** The command that starts Python 3; null where there is none. */
export const python: string | null = names.find(isPython3) ?? null;

/** For the option `skip` of a test. */
export const withoutPython: string | false = python === null && 'there is no Python 3 on this machine';
