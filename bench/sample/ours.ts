/** The local engine as a contestant of the sampling bench. */
import { LocalCore } from '../../trainer/engine/local/core.ts';
import { hashSeed } from '../../trainer/random.ts';
import { answerQuestions, peakMemory } from '../contestant.ts';
import { questionSchema } from './protocol.ts';

let core: LocalCore | undefined;

await answerQuestions(async (line) => {
  const question = questionSchema.parse(line);
  switch (question.do) {
    case 'open':
      core = await LocalCore.create({
        model: question.model,
        threads: question.threads,
        microBatchTokens: 1024,
      });
      return {};
    case 'sample': {
      if (core === undefined) throw new Error('Nothing is open.');
      const { prompts, count, newTokens, temperature, seed } = question;
      const params = { maxTokens: newTokens, temperature, topP: 1, topK: 0, stop: [] };
      const requests = prompts.map((prompt, index) => ({
        prompt: Int32Array.from(prompt),
        count,
        seed: hashSeed(seed, index),
        params,
      }));
      const began = performance.now();
      const completions = await core.sample(requests);
      const milliseconds = performance.now() - began;
      return {
        milliseconds,
        tokens: completions.map((group) => group.map(({ tokens }) => Array.from(tokens))),
      };
    }
    case 'memory':
      return peakMemory();
  }
});
await core?.[Symbol.asyncDispose]();
