import { unreadableResult } from '../../errors/evaluation.ts';
import { compareResults, type Named } from '../../evaluation/compare.ts';
import { comparisonText } from '../../evaluation/comparison-text.ts';
import { evaluationSchema } from '../../protocol/evaluation.ts';
import { readRecord } from '../../run/files.ts';
import { UsageError, type Command } from '../command.ts';

export const evalCompareCommand: Command = {
  name: 'eval compare',
  summary: 'compare two results on the same set',
  usage: 'A/result.json B/result.json [--json]',
  help: [
    'Pairs the rows of two results by their ids: the difference of each figure with its 95 % interval, the same problems',
    'drawn for both, and the exact test of McNemar where rows are right or wrong, in which pairs of one problem count as',
    'independent. Rows that only one has are counted and left out. Results on different sets are refused.',
    '',
    '  --json  {kind, first, second, rows, onlyInFirst, onlyInSecond, figures: [{name, first, second, difference}], mcnemar}',
  ].join('\n'),
  options: {},
  takesOperands: true,
  async run({ positionals, json, say }) {
    const [first, second, ...more] = positionals;
    if (first === undefined || second === undefined || more.length > 0) {
      throw new UsageError('name two results, each a result.json');
    }
    const comparison = compareResults(await readResult(first), await readResult(second));
    json(comparison);
    say(comparisonText(comparison));
    return 0;
  },
};

async function readResult(file: string): Promise<Named> {
  try {
    return { file, result: await readRecord(file, evaluationSchema) };
  } catch (cause) {
    throw unreadableResult(file, cause);
  }
}
