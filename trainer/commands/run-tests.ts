/** Running the tests of a workspace runs the user's code, so somebody has to say that it may be. */
import { canAsk, confirm } from './confirm.ts';
import { UsageError, type Invocation } from './command.ts';

/** To be asked before the long work: wrong usage where `--run-tests` does not say so and nobody can be asked. */
export function refuseUnasked({ values }: Invocation): void {
  if (values['run-tests'] === true || canAsk()) return;
  throw new UsageError(
    '--run-tests is missing: it says that the tests of the workspace may be run, with all that they may do',
  );
}

/** What `--run-tests` says, else the answer to the question. */
export async function mayRunTests({ values, signal }: Invocation, question: string): Promise<boolean> {
  if (values['run-tests'] === true) return true;
  const { stdin: input, stderr: output } = process;
  return confirm(question, { input, output, signal });
}
