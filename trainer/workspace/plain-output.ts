/** What tests printed about a text with markers, as they would have printed it about the text without. */

/** Lines that are shown in `output` lose what was put into them; `marked` and `plain` have the same lines otherwise. */
export function withoutMarkers(output: string, marked: string, plain: string): string {
  const lines = plain.split('\n');
  return marked.split('\n').reduce((shown, line, index) => {
    const original = lines[index]?.trim() ?? '';
    const put = line.trim();
    return original !== '' && put !== original && put.includes(original)
      ? shown.replaceAll(put, original)
      : shown;
  }, output);
}
