/** What `data mutate --json` prints. */
import { z } from 'zod';

const count = z.int().min(0);

export const mutationReportSchema = z.object({
  /** Where the solutions were written. */
  out: z.string(),
  /** Programs that were mutated. */
  originals: count,
  /** Solutions given with `--solutions` whose problem is not there; they were not mutated. */
  orphanSolutions: count,
  mutants: count,
  /** Programs that offer no mistake, or only such as another mutant has. */
  withoutMutants: count,
  /** Ids of the programs that do not parse. */
  unreadable: z.array(z.string()).readonly(),
  /** Mutants by operator, or by pair of operators. */
  operators: z.record(z.string(), count).readonly(),
});
export type MutationReport = z.infer<typeof mutationReportSchema>;
