/** A process of the critic bench: stores a network, or judges with a stored one. */
import { Opinions } from '../../trainer/critic/opinions.ts';
import { writeNetwork } from '../../trainer/critic/write-network.ts';
import { copyDescription } from '../../trainer/model/files.ts';
import { answerQuestions, memoryOf, peakMemory } from '../contestant.ts';
import { questionSchema, writtenTokens } from './protocol.ts';

let opened: Opinions | undefined;

function opinions(): Opinions {
  if (opened === undefined) throw new Error('Nothing is open.');
  return opened;
}

async function timed<T>(run: () => Promise<T>): Promise<{ milliseconds: number; value: T }> {
  const began = performance.now();
  const value = await run();
  return { milliseconds: performance.now() - began, value };
}

async function memory(): Promise<{ peak: number; anonymous: number }> {
  return { peak: (await peakMemory()).bytes, anonymous: (await memoryOf('RssAnon')) ?? NaN };
}

async function answer(line: unknown): Promise<object> {
  const question = questionSchema.parse(line);
  switch (question.do) {
    case 'export': {
      const { model, directory, precision } = question;
      const { milliseconds } = await timed(() => writeNetwork(model, directory, precision));
      await copyDescription(model, directory);
      return { milliseconds };
    }
    case 'open': {
      const { directory, threads, inFile } = question;
      const asked = {
        maxPromptTokens: 4096,
        maxCritiqueTokens: writtenTokens,
        critiques: { count: 0, temperature: 0 },
        chat: { thinking: false },
      };
      const { milliseconds, value } = await timed(() => Opinions.open(directory, asked, threads, { inFile }));
      opened = value;
      return { milliseconds };
    }
    case 'judge': {
      const before = opinions().tokensRead;
      const { milliseconds, value } = await timed(() => opinions().opinion(question));
      return { milliseconds, tokens: opinions().tokensRead - before, logit: value?.logit ?? NaN };
    }
    case 'write':
      return { milliseconds: (await timed(() => opinions().explain(question))).milliseconds };
    case 'memory':
      return memory();
  }
}

await answerQuestions(answer);
await opened?.[Symbol.asyncDispose]();
