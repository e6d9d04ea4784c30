/**
 * The program inside a completion. In this order:
 * 1. the last fenced block whose tag names the wanted language,
 * 2. the last fenced block without a tag,
 * 3. if there is no fence at all, the whole answer: the prompt asks for nothing but the program, and a model
 *    that takes it at its word must not lose its reward for a missing fence.
 * Reasoning is left out first. A fence that is never closed reaches to the end. Blank blocks are passed over.
 * A block in another language is never taken.
 *
 * Departure from the paper's release, which joins every Python block that parses: a draft and its correction would
 * then both run, and in JavaScript two declarations of one name are a syntax error. The last block is the answer.
 */
import type { Language } from '../protocol/data.ts';
import { answerOf } from './reasoning.ts';

const tags: Record<Language, readonly string[]> = {
  python: ['python', 'py', 'python3'],
  javascript: ['javascript', 'js', 'jsx', 'mjs', 'cjs', 'node'],
  typescript: ['typescript', 'ts', 'tsx', 'mts'],
};

interface Block {
  /** Lower case, empty without a tag. */
  readonly tag: string;
  readonly code: string;
}

/** The program without surrounding blank lines, or `null` if the completion has none. */
export function extractCode(completion: string, language: Language): string | null {
  const answer = answerOf(completion);
  const blocks = fencedBlocks(answer);
  if (blocks === null) return withoutBlankEnds(answer);
  const filled = blocks.filter((block) => block.code.trim() !== '');
  const chosen =
    filled.findLast((block) => tags[language].includes(block.tag)) ??
    filled.findLast((block) => block.tag === '');
  return chosen === undefined ? null : withoutBlankEnds(chosen.code);
}

/** The blocks in order, or `null` if the text opens none. */
function fencedBlocks(text: string): Block[] | null {
  const blocks: Block[] = [];
  let open: { fence: string; indent: string; tag: string; lines: string[] } | null = null;
  const close = (): void => {
    if (open !== null) blocks.push({ tag: open.tag, code: open.lines.join('\n') });
    open = null;
  };
  for (const line of text.split(/\r?\n/)) {
    const [, indent = '', fence = '', tag = '', more = ''] =
      /^([ \t]*)(`{3,}|~{3,})[ \t]*([^\s`]*)(.*)$/.exec(line) ?? [];
    if (open === null) {
      if (fence !== '' && !more.includes('`')) open = { fence, indent, tag: tag.toLowerCase(), lines: [] };
    } else if (fence.startsWith(open.fence) && tag === '') {
      close();
    } else {
      open.lines.push(line.startsWith(open.indent) ? line.slice(open.indent.length) : line);
    }
  }
  if (open === null && blocks.length === 0) return null;
  close();
  return blocks;
}

function withoutBlankEnds(code: string): string | null {
  const trimmed = code.replace(/^(?:[ \t]*\r?\n)+/, '').trimEnd();
  return trimmed.trim() === '' ? null : trimmed;
}
