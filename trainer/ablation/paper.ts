/**
 * What the paper reports of its ablation (arXiv 2509.22824, Table 5), in per cent: benchmarks of whole programs, solved by
 * a model of 4 billion parameters. They are other quantities than ours and stand beside them for their order, not
 * their size. The paper never ran 10, 30 and 40 %, names no seeds and gives no intervals.
 */
import type { PaperRow } from '../protocol/ablation.ts';

export const paperRows: readonly PaperRow[] = [
  {
    critiqueShare: 0,
    evalPlus: 84.9,
    bigCodeBenchFull: 40.6,
    bigCodeBenchHard: 23.0,
    aider: 23.6,
    liveCodeBench: 56.6,
    average: 45.7,
  },
  {
    critiqueShare: 0.2,
    evalPlus: 86.5,
    bigCodeBenchFull: 43.1,
    bigCodeBenchHard: 23.0,
    aider: 24.4,
    liveCodeBench: 59.0,
    average: 47.2,
  },
  {
    critiqueShare: 0.5,
    evalPlus: 86.5,
    bigCodeBenchFull: 42.4,
    bigCodeBenchHard: 22.3,
    aider: 24.0,
    liveCodeBench: 56.0,
    average: 46.2,
  },
  {
    critiqueShare: 1,
    evalPlus: 85.2,
    bigCodeBenchFull: 41.6,
    bigCodeBenchHard: 17.6,
    aider: 21.3,
    liveCodeBench: 56.6,
    average: 44.5,
  },
];
