import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reportText } from '../../../../trainer/evaluation/report.ts';
import {
  chosenCandidate,
  doubling,
  selfCritiqueFindings,
} from '../../../../trainer/evaluation/study/self-critique.ts';
import { selfCritiqueReport } from '../../../../trainer/evaluation/study/self-critique-report.ts';
import { selfCritiqueSchema, type Candidate } from '../../../../trainer/protocol/evaluation-studies.ts';

/** T and F are verdicts, ? is none; each critique has as many tokens as `tokens` says. */
const candidate = (passed: boolean, verdicts: string, tokens = 10): Candidate => ({
  passed,
  critiques: [...verdicts].map((letter) => ({ verdict: letter === '?' ? null : letter === 'T', tokens })),
});

test('the candidate that most critiques call correct is chosen', () => {
  const candidates = [candidate(false, 'TF?'), candidate(true, 'TTF'), candidate(false, 'FFF')];
  assert.equal(chosenCandidate(candidates, 3), 1);
});

test('only so many critiques are read', () => {
  const candidates = [candidate(false, 'TFF'), candidate(true, 'FTT')];
  assert.equal(chosenCandidate(candidates, 1), 0);
  assert.equal(chosenCandidate(candidates, 3), 1);
});

test('among equals the shortest critiques win, and then the first candidate', () => {
  assert.equal(chosenCandidate([candidate(false, 'T', 30), candidate(true, 'T', 20)], 1), 1);
  assert.equal(chosenCandidate([candidate(false, 'T', 20), candidate(true, 'T', 20)], 1), 0);
});

test('a candidate without a program is chosen only when nothing else is there', () => {
  const none: Candidate = { passed: false, critiques: [] };
  assert.equal(chosenCandidate([none, candidate(true, 'F')], 1), 1);
  assert.equal(chosenCandidate([none, none], 1), 0);
});

test('counts double up to the last', () => {
  assert.deepEqual([1, 2, 5, 8].map(doubling), [[1], [1, 2], [1, 2, 4, 5], [1, 2, 4, 8]]);
});

const rows = [
  { id: 'a', candidates: [candidate(false, 'FT'), candidate(true, 'TT')] },
  { id: 'b', candidates: [candidate(true, 'FF'), candidate(false, 'TF')] },
];

test('what is solved is told for every number of candidates and critiques, between chance and a perfect choice', () => {
  const { chosen, bounds } = selfCritiqueFindings(rows, { candidates: 2, critiques: 2 });
  assert.deepEqual(
    chosen.map(({ candidates, critiques, estimate }) => [candidates, critiques, estimate]),
    [
      [1, 1, 0.5],
      [1, 2, 0.5],
      [2, 1, 0.5],
      [2, 2, 0.5],
    ],
  );
  assert.deepEqual(bounds, [
    { candidates: 1, random: 0.5, any: 0.5 },
    { candidates: 2, random: 0.5, any: 1 },
  ]);
});

test('the result has the form that the protocol says, and its report a line a choice', () => {
  const result = {
    protocol: 1,
    createdAt: '2026-01-02T03:04:05.000Z',
    subject: 'starter',
    set: { files: ['p.jsonl'], sha256: 'f'.repeat(64), rows: 3 },
    kind: 'self-critique' as const,
    temperature: 0.6,
    maxTokens: 64,
    leftOut: 1,
    ...selfCritiqueFindings(rows, { candidates: 2, critiques: 2 }),
  };
  assert.deepEqual(selfCritiqueSchema.parse(JSON.parse(JSON.stringify(result))), result);
  const text = reportText(selfCritiqueReport(result));
  assert.match(text, /^2 problems, .* 1 more count nowhere\.$/m);
  assert.match(text, /^ +2 +2 +50\.0 % +\[0\.0 %, 100\.0 %\] +50\.0 % +100\.0 %$/m);
});
