/** What a complete step means for the run: totals, best checkpoint, reasons to end. Pure functions. */
import type { RunEventBody } from '../protocol/events.ts';
import type { RunConfig } from '../protocol/config.ts';
import type { Metrics, Phase, RunProgress } from '../protocol/run-folder.ts';

export type EarlyStop = RunConfig['earlyStop'];
type CollapseGuard = EarlyStop['collapse'];

export interface Validation {
  /** Higher is better; the best checkpoint is chosen by it. */
  readonly score: number;
  readonly metrics: Metrics;
}

export interface CompletedStep {
  readonly step: number;
  readonly phase: Phase;
  readonly tokens: number;
  readonly metrics: Metrics;
  readonly validation: Validation | null;
}

export type EndReason = 'all-steps' | 'patience' | 'collapse';

export interface Advance {
  readonly progress: RunProgress;
  readonly events: readonly RunEventBody[];
  /** Why this step is the last one, or null. */
  readonly end: EndReason | null;
}

export const initialProgress: RunProgress = {
  phase: 1,
  totalTokens: 0,
  best: null,
  validationsSinceBest: 0,
  gainedScore: null,
  collapsedSteps: 0,
};

/** The run after a step; step 0 is the baseline, which only validates. */
export function advance(
  before: RunProgress,
  completed: CompletedStep,
  plan: { readonly steps: number; readonly earlyStop: EarlyStop },
): Advance {
  const { patience, minimumGain, collapse } = plan.earlyStop;
  const validated = withValidation(before, completed, minimumGain);
  const collapsedSteps = collapsedStepsAfter(before.collapsedSteps, completed.metrics, collapse);
  const progress: RunProgress = {
    ...validated.progress,
    phase: completed.phase,
    totalTokens: before.totalTokens + completed.tokens,
    collapsedSteps,
  };
  const collapsed = collapse.action !== 'off' && collapsedSteps === collapse.steps;
  const warning: RunEventBody = {
    type: 'warning',
    code: 'run.collapse',
    message: `The critic has looked collapsed for ${collapsedSteps} steps: ${collapseSigns(completed.metrics, collapse)}.`,
  };
  const patienceIsOver =
    patience > 0 && completed.validation !== null && progress.validationsSinceBest >= patience;
  return {
    progress,
    events: collapsed ? [...validated.events, warning] : validated.events,
    end: endReason({
      'all-steps': completed.step >= plan.steps,
      collapse: collapsed && collapse.action === 'stop',
      patience: patienceIsOver,
    }),
  };
}

/**
 * Why a run whose newest checkpoint is this one ends there, as `advance` said when it was reached; null where there is more
 * to train. What follows the last step may have failed.
 */
export function endAt(
  { step, progress }: { readonly step: number; readonly progress: RunProgress },
  { steps, earlyStop }: { readonly steps: number; readonly earlyStop: EarlyStop },
): EndReason | null {
  const { patience, collapse } = earlyStop;
  return endReason({
    'all-steps': step >= steps,
    collapse: collapse.action === 'stop' && progress.collapsedSteps >= collapse.steps,
    patience: patience > 0 && progress.validationsSinceBest >= patience,
  });
}

function endReason(reasons: Readonly<Record<EndReason, boolean>>): EndReason | null {
  const order: readonly EndReason[] = ['all-steps', 'collapse', 'patience'];
  return order.find((reason) => reasons[reason]) ?? null;
}

function withValidation(
  before: RunProgress,
  { step, validation }: CompletedStep,
  minimumGain: number,
): { progress: RunProgress; events: RunEventBody[] } {
  if (validation === null) return { progress: before, events: [] };
  const { score, metrics } = validation;
  const measured: RunEventBody = { type: 'validation', score, metrics };
  const previous = before.best?.score ?? null;
  const isBest = previous === null || score > previous;
  return {
    progress: {
      ...before,
      ...gainAfter(before, score, minimumGain),
      ...(isBest && { best: { step, score } }),
    },
    events: isBest ? [measured, { type: 'best-checkpoint', score, previous }] : [measured],
  };
}

/** The best checkpoint has the highest score; patience waits for one that has risen by enough since it last had. */
function gainAfter(
  { best, gainedScore = best?.score ?? null, validationsSinceBest }: RunProgress,
  score: number,
  minimumGain: number,
): Pick<RunProgress, 'gainedScore' | 'validationsSinceBest'> {
  return gainedScore === null || score > gainedScore + minimumGain
    ? { gainedScore: score, validationsSinceBest: 0 }
    : { gainedScore, validationsSinceBest: validationsSinceBest + 1 };
}

/** Steps in a row that look collapsed; a step that measured none of the signs leaves the count as it is. */
function collapsedStepsAfter(count: number, metrics: Metrics, guard: CollapseGuard): number {
  const measured = ['critique/says_correct', 'entropy', 'frac_reward_zero_std'].some(
    (name) => name in metrics,
  );
  if (!measured) return count;
  return collapseSigns(metrics, guard) === '' ? 0 : count + 1;
}

/** The signs of a collapse among a step's metrics, as text; empty when there are none. */
function collapseSigns(metrics: Metrics, guard: CollapseGuard): string {
  const says = metrics['critique/says_correct'];
  const entropy = metrics['entropy'];
  const zeroStd = metrics['frac_reward_zero_std'];
  const margin = guard.saysCorrectMargin;
  return [
    says !== undefined && Math.min(says, 1 - says) <= margin ? `critique/says_correct is ${says}` : '',
    entropy !== undefined && entropy < guard.minimumEntropy ? `entropy is ${entropy}` : '',
    zeroStd !== undefined && zeroStd > guard.maximumZeroStd ? `frac_reward_zero_std is ${zeroStd}` : '',
  ]
    .filter((sign) => sign !== '')
    .join(', ');
}
