/**
 * What a completion answers: the text after its last `</think>`, up to another `<think>` if one follows.
 * A completion that was cut off inside its reasoning answers nothing: the result is empty.
 */
export function answerOf(completion: string): string {
  const close = '</think>';
  const end = completion.lastIndexOf(close);
  const rest = end < 0 ? completion : completion.slice(end + close.length);
  const reopened = rest.indexOf('<think>');
  return reopened < 0 ? rest : rest.slice(0, reopened);
}
