/** The local engine as a contestant of the sampling bench. */
import { LocalCore } from '../../trainer/engine/local/core.ts';
import { answerQuestions, peakMemory } from '../contestant.ts';
import { questionSchema } from './protocol.ts';
import { sampleWith } from './sample-with.ts';

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
    case 'sample':
      return sampleWith(core, question);
    case 'memory':
      return peakMemory();
  }
});
await core?.[Symbol.asyncDispose]();
