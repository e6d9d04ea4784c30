import { chooseBase, chooseRun, type PolicyChoice } from '../../run/crl/policy.ts';
import { optional, optionalInteger, UsageError, type Invocation } from '../command.ts';

/** The policy of `--base`, or of `--run` and `--step`, without reading anything large. */
export async function choosePolicy(invocation: Invocation): Promise<PolicyChoice> {
  const [base, run] = [optional(invocation, 'base'), optional(invocation, 'run')];
  const step = optionalInteger(invocation, 'step', 0);
  const thinking = invocation.values['thinking'] === true;
  if (base !== undefined && run === undefined) {
    if (step !== undefined) throw new UsageError('--step is of a run: say --run as well');
    return chooseBase(base, process.cwd(), { thinking });
  }
  if (run === undefined || base !== undefined) throw new UsageError('say either --base or --run');
  if (thinking) throw new UsageError('--thinking is for --base: a run is asked as it was trained');
  return chooseRun(run, step);
}

/** As results name it. */
export function policyTitle({ name, step }: PolicyChoice): string {
  return step === undefined ? name : `${name}, step ${step}`;
}
