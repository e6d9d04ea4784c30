import { Critic } from '../critic/critic.ts';
import { evaluateCritic } from '../critique/evaluation.ts';
import { parallelism } from '../machine.ts';
import type { EvalReport } from '../protocol/reports.ts';
import { loadAll, readPairs } from '../tasks/read.ts';
import { required, type Command } from './command.ts';

const percent = (share: number | null): string => (share === null ? 'none' : `${(100 * share).toFixed(1)} %`);

export const evalCommand: Command = {
  name: 'eval',
  summary: 'measure a critic on labelled pairs',
  usage: '--critic DIR --pairs FILE [--json]',
  help: [
    'Judges every pair of a JSONL file and compares with its label. A pair is',
    '{"id", "question", "solution", "correct"}. Inside the abstain band too, the side of the threshold counts as',
    'the verdict; how many pairs lie inside stands beside the rates.',
    '',
    '  --critic DIR  a critic folder, as a run leaves it in runs/<id>/critic',
    '  --pairs FILE  labelled pairs',
    '  --json        {n, accuracy, balancedAccuracy, tpr, tnr, auroc, ece, abstained}',
  ].join('\n'),
  options: { critic: { type: 'string' }, pairs: { type: 'string' } },
  takesOperands: false,
  async run(invocation) {
    const { json, say, signal } = invocation;
    const directory = required(invocation, 'critic');
    const pairs = await loadAll(readPairs(required(invocation, 'pairs'), { signal }));
    await using critic = await Critic.open(directory, parallelism());
    const scored: { correct: boolean; logit: number }[] = [];
    for (const pair of pairs) {
      signal.throwIfAborted();
      // A pair that is too long has no verdict, which counts as a mistake.
      scored.push({
        correct: pair.correct,
        logit: (await critic.opinion(pair, signal))?.logit ?? Number.NaN,
      });
    }
    const result: EvalReport = evaluateCritic(scored, critic.record.calibration);
    json(result);
    say(
      `${result.n} pairs: balanced accuracy ${percent(result.balancedAccuracy)} ` +
        `(correct ones recognised ${percent(result.tpr)}, incorrect ones ${percent(result.tnr)}), ` +
        `accuracy ${percent(result.accuracy)}, AUROC ${result.auroc?.toFixed(3) ?? 'none'}, ` +
        `ECE ${result.ece?.toFixed(3) ?? 'none'}, ${result.abstained} inside the abstain band`,
    );
    return 0;
  },
};
