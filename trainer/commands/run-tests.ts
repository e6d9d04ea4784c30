/** Running the tests of a workspace runs the user's code, so somebody has to say that it may be. */
import { canAsk, confirm } from './confirm.ts';
import { UsageError, type Invocation } from './command.ts';

/** What `--run-tests` says, or a question on the terminal; without one of them it is wrong usage. */
export async function mayRunTests({ values, signal }: Invocation, folder: string): Promise<boolean> {
  if (values['run-tests'] === true) return true;
  if (!canAsk()) {
    throw new UsageError(
      `--run-tests is missing: it says that tests of ${folder} are to be run, with all that they may do`,
    );
  }
  const { stdin: input, stderr: output } = process;
  return confirm(`Run tests of ${folder}, in a copy of it but with all that they may do?`, {
    ...{ input, output, signal },
  });
}
