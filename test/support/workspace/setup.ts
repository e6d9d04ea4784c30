/** `npm run test:workspace:setup`: installs pytest for the tests of what runs a workspace's tests, where it is missing. */
import { installByApt } from '../apt.ts';
import { findPytest } from './python.ts';

const say = (text: string): boolean => process.stdout.write(`${text}\n`);

if (findPytest() === undefined) {
  say('pytest: none found; installing python3-pytest …');
  if (!(await installByApt('python3-pytest'))) {
    say(
      'pytest: it cannot be installed from here (that takes Debian or Ubuntu, and root). ' +
        'Install it for python3, or name a Python that has it in CRITIQUE_CODER_PYTHON.',
    );
  }
}
const found = findPytest();
if (found === undefined) process.exitCode = 1;
else say(`pytest: ${found} has it.`);
