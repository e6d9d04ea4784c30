/** Where the engine is asked for the verdict of what a critic in training has written. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scoreSubjects } from '../../../trainer/critic/score.ts';
import { verdictTokens } from '../../../trainer/critic/verdict-tokens.ts';
import { completion, RecordingEngine } from '../../support/recording-engine.ts';
import { starterTokenizer } from '../../support/starter-model.ts';

const tokenizer = await starterTokenizer();
const { prefix } = verdictTokens(tokenizer);

const subject = { question: 'Double a number.', solution: 'def double(n):\n    return n' };
const limits = {
  maxPromptTokens: 200,
  maxCritiqueTokens: 100,
  critiques: { count: 1, temperature: 0 },
};

/** Behind which text the two verdicts are scored, and where sampling was to stop. */
async function asked(written: string, thinking: boolean) {
  const engine = new RecordingEngine(() => [completion([...tokenizer.encode(written)])]);
  await scoreSubjects(engine, tokenizer, [subject], { ...limits, chat: { thinking } });
  const [sampled] = engine.of('sample').flatMap(({ requests }) => requests);
  const [scored] = engine.of('forward').flatMap(({ sequences }) => sequences);
  const behind = scored?.completions.map(({ tokens }) => tokenizer.decode(tokens.subarray(0, -1)));
  return { stop: sampled?.params.stop, behind: [...new Set(behind)] };
}

test('sampling ends where the conclusion begins, and the verdict is read there', async () => {
  assert.deepEqual(await asked('It does not double.\n\\conclusion{', false), {
    stop: [[...prefix]],
    behind: ['It does not double.\n\\conclusion{'],
  });
});

test('of one that thinks the verdict is read behind its thoughts, whatever it concludes in them', async () => {
  const thought = '<think>I shall write \\conclusion{T} or so.</think>It does not double.\n\\conclusion{';
  assert.deepEqual(await asked(`${thought}F}`, true), { stop: [], behind: [thought] });
});
