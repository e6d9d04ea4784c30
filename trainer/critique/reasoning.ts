/** Between which a model writes its thinking. */
export const thinkingMarks = { open: '<think>', close: '</think>' };

/**
 * What a completion answers: the text after its last `</think>`, up to another `<think>` if one follows.
 * A completion that was cut off inside its reasoning answers nothing: the result is empty.
 */
export function answerOf(completion: string): string {
  const { open, close } = thinkingMarks;
  const end = completion.lastIndexOf(close);
  const rest = end < 0 ? completion : completion.slice(end + close.length);
  const reopened = rest.indexOf(open);
  return reopened < 0 ? rest : rest.slice(0, reopened);
}
