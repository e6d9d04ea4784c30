/** Asks the trainer's program whether this machine can train. */
import type { DoctorReport } from '../../trainer/protocol/reports.ts';
import { doctorReportSchema } from '../../trainer/protocol/reports.ts';
import { doctorFailed } from '../errors/shell.ts';
import { askTrainer } from './ask-trainer.ts';
import type { Trainer } from './launch.ts';

/** Null when it was cancelled. */
export const askDoctor = (trainer: Trainer, signal: AbortSignal): Promise<DoctorReport | null> =>
  askTrainer(trainer, {
    parameters: ['doctor', '--json'],
    schema: doctorReportSchema,
    signal,
    failed: doctorFailed,
  });
