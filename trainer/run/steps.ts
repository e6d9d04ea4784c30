/**
 * One step of a run, from computing it to its checkpoint. The order is what makes a run safe against being killed at
 * any moment: the checkpoint of a step appears, by one rename, only when the journal of that step is on the disk.
 */
import { rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { metricNotFinite, recordInvalid } from '../errors/run.ts';
import type { Json } from '../protocol/data.ts';
import { jsonSchema } from '../protocol/data.ts';
import type { RunEventBody } from '../protocol/events.ts';
import type { Best, CheckpointState, Metrics, RunProgress, SampleRow } from '../protocol/run-folder.ts';
import { PROTOCOL_VERSION } from '../protocol/version.ts';
import type { Advance, CompletedStep, EndReason, Validation } from './advance.ts';
import { advance, endAt, initialProgress } from './advance.ts';
import { checkpointFolder, pruneCheckpoints, saveCheckpoint, weightsFolder } from './checkpoint.ts';
import type { RunController } from './controller.ts';
import { explain, writeFileAtomic } from './files.ts';
import type { RunFolder } from './folder.ts';
import type { RunJournal } from './run-journal.ts';
import type { Start } from './resume.ts';
import type { RunPlan, StepContext, Training } from './training.ts';

/** What is known of a run from outside its training. */
export interface Reached {
  /** The last complete step. */
  readonly step: number;
  /** The step of the newest checkpoint; null before the first. */
  readonly savedStep: number | null;
  readonly progress: RunProgress;
}

export interface Position<State> extends Reached {
  readonly state: State;
  /** Why the run ends here, or null. */
  readonly end: EndReason | null;
}

/** A run whose training is loaded. */
export interface Running<State> {
  readonly folder: RunFolder;
  readonly plan: RunPlan;
  readonly controller: RunController;
  readonly journal: RunJournal;
  readonly training: Training<State>;
}

/**
 * Goes on from a verified checkpoint. A run that ended early and is finished is resumed because somebody wants more of
 * it; one that ended early and could not be concluded is only concluded.
 */
export async function restorePosition<State>(
  run: Running<State>,
  checkpoint: CheckpointState,
  after: Start['after'],
): Promise<Position<State>> {
  const { step, progress, state } = checkpoint;
  const { steps } = run.plan;
  const parsed = run.training.stateSchema.safeParse(state);
  if (!parsed.success) {
    throw recordInvalid(join(checkpointFolder(run.folder, step), 'state.json'), explain(parsed.error));
  }
  await run.training.restore(weightsFolder(run.folder, step));
  await writeBest(run.folder, progress.best);
  return {
    step,
    savedStep: step,
    progress,
    state: parsed.data,
    end: after === 'finished' && step < steps ? null : endAt(checkpoint, run.plan),
  };
}

/** Step 0: measures what training starts from and saves it, so that the start can be the best checkpoint too. */
export async function takeBaseline<State>(run: Running<State>): Promise<Position<State>> {
  const { training, plan } = run;
  const state = throughJson(training, training.initialState);
  const due = plan.validationEvery > 0;
  const validation = due ? await validate(run, state, 0) : null;
  const completed = { step: 0, phase: initialProgress.phase, tokens: 0, metrics: {}, validation };
  const after = advance(initialProgress, completed, plan);
  for (const event of after.events) await run.journal.event(0, event);
  return savePosition(run, { step: 0, savedStep: null, progress: after.progress, state, end: after.end });
}

/** Computes the next step, writes its journal and saves it when that is due. */
export async function takeStep<State>(
  run: Running<State>,
  before: Position<State>,
): Promise<Position<State>> {
  const { controller, plan, training } = run;
  const step = before.step + 1;
  controller.busy('generating');
  const began = performance.now();
  const result = await training.step(before.state, contextOf(run, step));
  const seconds = (performance.now() - began) / 1000;
  checkFinite(result.metrics, step);
  const state = throughJson(training, result.state);
  const due = plan.validationEvery > 0 && (step % plan.validationEvery === 0 || step === plan.steps);
  const validation = due ? await validate(run, state, step) : null;
  const { phase, tokens, metrics, samples = [], events = [] } = result;
  const completed = { step, phase, tokens, metrics, validation };
  const after = advance(before.progress, completed, plan);
  controller.busy('saving');
  await writeJournal(run, { completed, after, seconds, samples, events: [...events, ...after.events] });
  const position = { step, savedStep: before.savedStep, progress: after.progress, state, end: after.end };
  const isBest = after.progress.best?.step === step;
  const checkpointDue = step % plan.checkpointEvery === 0 || isBest || after.end !== null;
  return checkpointDue ? savePosition(run, position) : position;
}

/** Saves a checkpoint of the position unless it has one. */
export async function savePosition<State>(
  run: Running<State>,
  position: Position<State>,
): Promise<Position<State>> {
  const { controller, folder, journal, plan, training } = run;
  const { step, progress } = position;
  if (position.savedStep === step) return position;
  controller.busy('saving');
  await journal.sync();
  const checkpoint = { step, progress, state: toJson(position.state) };
  const bytes = await saveCheckpoint(folder, checkpoint, (directory) => training.save(directory));
  const place = relative(folder.path, checkpointFolder(folder, step));
  await journal.event(step, { type: 'checkpoint-saved', folder: place, bytes });
  if (progress.best?.step === step) await writeBest(folder, progress.best);
  await pruneCheckpoints(folder, plan.checkpointKeep);
  return { ...position, savedStep: step };
}

interface StepRecord {
  readonly completed: CompletedStep;
  readonly after: Advance;
  readonly seconds: number;
  readonly samples: readonly SampleRow[];
  readonly events: readonly RunEventBody[];
}

async function writeJournal<State>({ journal }: Running<State>, record: StepRecord): Promise<void> {
  const { step, phase, tokens, metrics } = record.completed;
  const { totalTokens } = record.after.progress;
  if (record.samples.length > 0) await journal.samples(step, record.samples);
  await journal.metrics({ step, phase, seconds: record.seconds, tokens, totalTokens, metrics });
  for (const event of record.events) await journal.event(step, event);
}

async function validate<State>(run: Running<State>, state: State, step: number): Promise<Validation | null> {
  run.controller.busy('validating');
  const validation = await run.training.validate(state, contextOf(run, step));
  if (validation === null) return null;
  checkFinite({ ...validation.metrics, 'the validation score': validation.score }, step);
  return validation;
}

const contextOf = <State>({ controller, plan }: Running<State>, step: number): StepContext => ({
  step,
  steps: plan.steps,
  signal: controller.signal,
  activity: (activity) => controller.busy(activity),
});

function checkFinite(metrics: Metrics, step: number): void {
  for (const [name, value] of Object.entries(metrics)) {
    if (!Number.isFinite(value)) throw metricNotFinite(name, value, step);
  }
}

const toJson = (state: unknown): Json => jsonSchema.parse(JSON.parse(JSON.stringify(state)));

/** An uninterrupted run sees its state exactly as a resumed one would. */
const throughJson = <State>(training: Training<State>, state: State): State =>
  training.stateSchema.parse(toJson(state));

async function writeBest(folder: RunFolder, best: Best | null): Promise<void> {
  if (best === null) await rm(folder.best, { force: true });
  else await writeFileAtomic(folder.best, `${JSON.stringify({ protocol: PROTOCOL_VERSION, ...best })}\n`);
}
