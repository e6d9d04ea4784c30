/** What is noticed of a base and does not keep it from being trained, but is seldom meant. */
import { join } from 'node:path';
import { readDecoderConfig } from '../../model/config.ts';
import { configFile } from '../../model/files.ts';
import type { Tokenizer } from '../../model/tokenizer.ts';
import type { Warning } from '../training.ts';

/** Of the model in `directory`, whose tokenizer this is. */
export async function baseWarnings(
  directory: string,
  tokenizer: Pick<Tokenizer, 'hasTemplate'>,
): Promise<readonly Warning[]> {
  const { endTokens } = await readDecoderConfig(join(directory, configFile));
  const warnings: Warning[] = [];
  if (!tokenizer.hasTemplate) {
    const message =
      `The model in ${directory} has no chat template, so it is asked with bare text. If it was made for ` +
      'conversations, put its template into chat_template.jinja there and start a new run.';
    warnings.push({ type: 'warning', code: 'run.no-chat-template', message });
  }
  if (endTokens.length === 0) {
    const message =
      `Neither config.json nor generation_config.json in ${directory} names an end token (eos_token_id), so every ` +
      'completion is written to its longest length. Name one there and start a new run.';
    warnings.push({ type: 'warning', code: 'run.no-end-token', message });
  }
  return warnings;
}
