/** Asks the trainer's program whether this machine can train. */
import type { DoctorReport } from '../../trainer/protocol/reports.ts';
import { doctorReportSchema } from '../../trainer/protocol/reports.ts';
import { doctorFailed } from '../errors/shell.ts';
import { askTrainer } from './ask-trainer.ts';
import type { Trainer } from './launch.ts';
import { nearestFolder } from './places.ts';

/**
 * `root` is where a run would live, whether or not it is there yet: it is that disk that needs room, and that folder's
 * modules that a run would load. Null when it was cancelled.
 */
export const askDoctor = async (
  trainer: Trainer,
  root: string,
  signal: AbortSignal,
): Promise<DoctorReport | null> =>
  askTrainer(trainer, {
    parameters: ['doctor', '--json'],
    schema: doctorReportSchema,
    signal,
    cwd: await nearestFolder(root),
    failed: doctorFailed,
  });
