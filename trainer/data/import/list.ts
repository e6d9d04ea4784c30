/** Every format that can be imported. A row is taken for the first of them that recognises it. */
import { cruxEval, cruxEvalSamples } from './cruxeval.ts';
import { debugBench } from './debugbench.ts';
import { evalPlus } from './evalplus.ts';
import { exercism } from './exercism.ts';
import { humanEval } from './humaneval.ts';
import { liveCodeBench } from './livecodebench.ts';
import { llmDebugger } from './llmdebugger.ts';
import { mbpp, mbppPlus } from './mbpp.ts';
import { mbxp, mbxpSamples } from './mbxp.ts';
import { plainPairs, plainProblems, plainSolutions } from './plain.ts';
import { rstar } from './rstar.ts';
import { taskPool } from './task-pool.ts';
import type { Fields, Importer } from './types.ts';
import { verl } from './verl.ts';

/** Before a format stands each other one whose rows have its fields and more. */
export const importers: readonly Importer[] = [
  taskPool,
  plainPairs,
  plainProblems,
  plainSolutions,
  llmDebugger,
  mbxp,
  mbxpSamples,
  evalPlus,
  humanEval,
  mbpp,
  mbppPlus,
  debugBench,
  cruxEval,
  cruxEvalSamples,
  exercism,
  liveCodeBench,
  rstar,
  verl,
];

export function importerOf(row: unknown): Importer | undefined {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return undefined;
  return importers.find((importer) => importer.recognises(row as Fields));
}
