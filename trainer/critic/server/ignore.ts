/** `critic: ignore` in a comment: the author does not want a verdict on the function below or beside it. */

const marker = /(?:#|\/\/|\/?\*).*\bcritic:\s*ignore\b/i;
const comment = /^\s*(?:#|\/\/|\/\*|\*)/;

/**
 * `first` is the line of the function's first decorator, or its own, and `line` its own; both count from 0. Looked at
 * are these lines and the comments directly above them.
 */
export function isIgnored(lines: readonly string[], first: number, line: number): boolean {
  for (let index = first; index <= line; index++) {
    if (marker.test(lines[index] ?? '')) return true;
  }
  for (let index = first - 1; comment.test(lines[index] ?? ''); index--) {
    if (marker.test(lines[index] ?? '')) return true;
  }
  return false;
}
