/** Installing what tests need from the distribution, where there is apt and this user may. */
import { existsSync } from 'node:fs';
import { execa } from 'execa';

const apt = '/usr/bin/apt-get';

/** Whether it was installed; nothing is tried without Debian or Ubuntu, and root. */
export async function installByApt(name: string): Promise<boolean> {
  if (!existsSync(apt) || process.getuid?.() !== 0) return false;
  const output = { stdin: 'ignore', stdout: 'inherit', stderr: 'inherit' } as const;
  await execa(apt, ['update', '-qq'], output);
  const options = ['-y', '-qq', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=600'];
  await execa(apt, ['install', ...options, name], output);
  return true;
}
