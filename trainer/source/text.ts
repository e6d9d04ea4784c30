/** Pieces of source text as they are shown to a critic. */

/** Without the mark that some editors begin a text in UTF-8 with: nothing may stand in front of it. */
export const withoutByteOrderMark = (text: string): string => text.replace(/^\uFEFF/, '');

/** The text as every system can have it, with `\n` only. */
export const withPlainLineEnds = (text: string): string => text.replace(/\r\n?/g, '\n');

/**
 * `piece`, which begins at `start` of `source`, without the indentation of the line that it begins in.
 * A line that is indented otherwise stays as it is.
 */
export function dedented(piece: string, source: string, start: number): string {
  const lineStart = source.lastIndexOf('\n', start - 1) + 1;
  const indent = /^[ \t]*/.exec(source.slice(lineStart, start))?.[0] ?? '';
  return indent === '' ? piece : piece.replaceAll(`\n${indent}`, '\n');
}

/** A signature that was spread over lines, as it would stand on one. */
export function onOneLine(text: string): string {
  return text
    .replace(/([([])\s*\n\s*/g, '$1')
    .replace(/,?\s*\n\s*([)\]])/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}

/** A docstring without quotes, as Python's own tools show it: the lines after the first lose their common indent. */
export function trimDocstring(content: string): string {
  const [first = '', ...rest] = content.split('\n');
  const indents = rest
    .filter((line) => line.trim() !== '')
    .map((line) => line.length - line.trimStart().length);
  const common = Math.min(...indents);
  return [first.trim(), ...rest.map((line) => line.slice(common).trimEnd())].join('\n').trim();
}

/** Remarks to a tool, and lines that only draw a rule, say nothing about what a function does. */
const noDocumentation =
  /^(?:!|-\*-|noqa\b|type:|pylint:|mypy:|pyright:|fmt:|isort:|ruff:|eslint-|@ts-|prettier-|biome-|istanbul |c8 |v8 |#?(?:end)?region\b|[-=*#~_/]+$)/;

/** The words of a comment, or of several lines of them: without comment signs, stars and remarks to tools. */
export function commentWords(comment: string): string {
  const lines = comment.startsWith('/*')
    ? comment
        .slice(2, -2)
        .split('\n')
        .map((line) => line.replace(/^\s*\*+ ?/, ''))
    : comment.split('\n').map((line) => line.replace(/^\s*(?:#+|\/{2,}) ?/, ''));
  return lines
    .map((line) => line.trimEnd())
    .filter((line) => !noDocumentation.test(line.trim()))
    .join('\n')
    .trim();
}
