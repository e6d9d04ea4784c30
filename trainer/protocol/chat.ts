/** What a checkpoint's chat template is told beside the request. */
import { z } from 'zod';

export const chatSchema = z.strictObject({
  thinking: z
    .boolean()
    .default(false)
    .describe('A model whose template knows enable_thinking reasons before it answers.'),
});
export type ChatSettings = z.output<typeof chatSchema>;
