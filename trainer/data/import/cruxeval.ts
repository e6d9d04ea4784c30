/** CRUXEval: what a short Python function returns, as a problem; and what models took it to return, as pairs. */
import { z } from 'zod';
import type { Pair } from '../../protocol/data.ts';
import type { Fault } from '../../tasks/explain.ts';
import { defineImporter, RowFault } from './types.ts';
import type { RowContext } from './types.ts';

const rowSchema = z.object({
  id: z.string().min(1),
  code: z.string().min(1),
  input: z.string(),
  output: z.string().min(1),
});
type Row = z.infer<typeof rowSchema>;

const shown = ({ code }: Row): string => `Here is a Python function:\n\n${code.trim()}`;
const outputQuestion = (row: Row): string =>
  `${shown(row)}\n\nWrite a function answer() that returns what f(${row.input}) returns.`;
const inputQuestion = (row: Row): string => `${shown(row)}\n\nWrite a call of it that returns ${row.output}.`;
const answering = (value: string): string => `def answer():\n    return ${value.trim()}\n`;

export const cruxEval = defineImporter({
  name: 'cruxeval',
  about: 'CRUXEval: functions with an input and an output',
  marks: ['id', 'code', 'input', 'output'],
  schema: rowSchema,
  convert(row, { recall }) {
    recall.keep(`cruxeval ${row.id}`, JSON.stringify(row));
    const problem = {
      id: `cruxeval/${row.id}`,
      question: outputQuestion(row),
      language: 'python' as const,
      entryPoint: 'answer',
      solution: answering(row.output),
      family: `cruxeval/${row.id}`,
      source: 'cruxeval',
      testCode: `${row.code.trim()}\n\nassert answer() == f(${row.input})\n`,
    };
    return { problems: [problem] };
  },
});

const generationsSchema = z.object({
  raw_generations: z.record(z.string(), z.array(z.string())),
  raw_scored_generations: z.record(z.string(), z.array(z.boolean())),
});

export const cruxEvalSamples = defineImporter({
  name: 'cruxeval-samples',
  about: 'scored predictions on CRUXEval (one JSON document a model); the set itself is given before them',
  marks: ['raw_generations', 'raw_scored_generations'],
  schema: generationsSchema,
  convert({ raw_generations: generations, raw_scored_generations: scores }, context) {
    const pairs: Pair[] = [];
    const rejected: Fault[] = [];
    for (const [id, predictions] of Object.entries(generations)) {
      const verdicts = scores[id] ?? [];
      const field = `raw_generations.${id}`;
      const known = context.recall.get(`cruxeval ${id}`);
      if (known === undefined) {
        rejected.push({ field, reason: "is in no file given before: name the set's own file first" });
      } else if (verdicts.length !== predictions.length) {
        rejected.push({
          field,
          reason: `has ${predictions.length} predictions and ${verdicts.length} scores`,
        });
      } else {
        pairs.push(...pairsOf(JSON.parse(known) as Row, predictions, verdicts, context));
      }
    }
    if (pairs.length === 0 && rejected.length === 0) throw new RowFault('raw_generations', 'is empty');
    return { pairs, rejected };
  },
});

/** One pair a distinct prediction. Predictions of an input are calls `f(…)`; those of an output are literals. */
function pairsOf(
  row: Row,
  predictions: readonly string[],
  correct: readonly boolean[],
  { file }: RowContext,
): Pair[] {
  const ofInputs = predictions.every((text) => /^\s*f\(/.test(text));
  const distinct = predictions
    .map((text, index) => ({ text: text.trim(), correct: correct[index] === true }))
    .filter(({ text }, index, all) => text !== '' && all.findIndex((one) => one.text === text) === index);
  const model = /sample_scored_(.+?)(?:_(?:input|output))?\.json/.exec(file)?.[1];
  return distinct.map(({ text, correct }, index) => ({
    id: `cruxeval/${row.id}/${ofInputs ? 'input' : 'output'}/${model ?? 'sample'}/${index}`,
    question: ofInputs ? inputQuestion(row) : outputQuestion(row),
    solution: ofInputs ? `${text}\n` : answering(text),
    correct,
    language: 'python',
    source: model ?? 'cruxeval',
    family: `cruxeval/${row.id}`,
    provenance: { kind: 'import', set: 'cruxeval', row: row.id, ...(model !== undefined && { model }) },
  }));
}
