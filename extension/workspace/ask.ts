/** Has the trainer's program look at the user's workspace and run its tests: this process reads and runs nothing of it. */
import {
  verificationSchema,
  workspacePlanSchema,
  workspaceReportSchema,
  type Verification,
  type WorkspacePlan,
  type WorkspaceReport,
} from '../../trainer/protocol/workspace.ts';
import { pairsRefused, workspaceRefused } from '../errors/workspace.ts';
import { askTrainer } from '../run/ask-trainer.ts';
import type { Trainer } from '../run/launch.ts';

/** The most that the tests of one function may take, in minutes. */
const verifyMinutes = 5;

interface Asking {
  readonly signal: AbortSignal;
  /** The Python that the tests run on; empty for the one that the trainer finds. */
  readonly python: string;
}

export interface VerifyQuestion extends Asking {
  /** Absolute. */
  readonly file: string;
  /** What is in the editor, saved or not. */
  readonly text: string;
  /** The id that the critic server gives it. */
  readonly functionId: string;
  /** The workspace folder that the file lies in. */
  readonly folder: string;
}

export interface PairsQuestion extends Asking {
  readonly folder: string;
  /** Where pairs are written; there is no such file yet. */
  readonly out: string;
}

/** Null when it was cancelled. Throws the trainer's own words as `workspace.refused`. */
export const askVerification = (
  trainer: Trainer,
  { file, text, functionId, folder, python, signal }: VerifyQuestion,
): Promise<Verification | null> =>
  askTrainer(trainer, {
    parameters: [
      ...['verify', file, '--function', functionId, '--folder', folder],
      ...['--run-tests', '--stdin', '--minutes', String(verifyMinutes), '--json'],
      ...pythonOption(python),
    ],
    schema: verificationSchema,
    signal,
    input: text,
    failed: workspaceRefused,
  });

/** What would be run; nothing is. Null when it was cancelled. Throws the trainer's own words as `workspace.refused`. */
export const askPlan = (
  trainer: Trainer,
  { folder, out, python, signal }: PairsQuestion,
): Promise<WorkspacePlan | null> =>
  askTrainer(trainer, {
    parameters: ['data', 'workspace', folder, '--out', out, '--plan', '--json', ...pythonOption(python)],
    schema: workspacePlanSchema,
    signal,
    failed: workspaceRefused,
  });

/** Null when it was cancelled. Throws the trainer's own words as `workspace.refused`. */
export const askPairs = (
  trainer: Trainer,
  { folder, out, python, signal }: PairsQuestion,
  onLine: (line: string) => void,
): Promise<WorkspaceReport | null> =>
  askTrainer(trainer, {
    parameters: ['data', 'workspace', folder, '--out', out, '--run-tests', '--json', ...pythonOption(python)],
    schema: workspaceReportSchema,
    signal,
    onLine,
    failed: pairsRefused,
  });

const pythonOption = (python: string): string[] => (python === '' ? [] : ['--python', python]);
