/**
 * MBXP's JavaScript set wrote the parameters of its functions in lower case in version 1.2, while its solutions still
 * use them as they were (`testtup1` in the head, `testTup1` in the body). Such a function fails by a ReferenceError,
 * whatever its logic is.
 */

const head = /(\bfunction\s*[\w$]*\s*\()([^)]*)(\))/;
const hidden = /\/\/.*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g;
/** Not a property: it stands behind no dot, or behind the three of a spread. */
const identifier = /(?<![\w$]|(?<!\.\.)\.)[A-Za-z_$][\w$]*/g;

/** JavaScript without its comments and quoted texts. */
export const withoutTexts = (code: string): string => code.replace(hidden, ' ');

/** The prompt with its parameters renamed as `body` writes them; unchanged where they agree or it cannot be told. */
export function withCaseOfBody(prompt: string, body: string): string {
  const used = new Set(withoutTexts(body).match(identifier) ?? []);
  return prompt.replace(head, (_, open: string, parameters: string, close: string) => {
    const renamed = parameters.split(',').map((parameter) => renamedAs(parameter, used, body));
    return `${open}${renamed.join(',')}${close}`;
  });
}

function renamedAs(parameter: string, used: ReadonlySet<string>, body: string): string {
  const name = parameter.trim();
  if (name === '' || used.has(name)) return parameter;
  const alike = [...used].filter((other) => other.toLowerCase() === name.toLowerCase());
  const [other] = alike;
  if (other === undefined || alike.length > 1 || declares(body, other)) return parameter;
  return parameter.replace(name, () => other);
}

const declares = (body: string, name: string): boolean =>
  new RegExp(`\\b(?:let|const|var|function|class)\\s+${name.replaceAll('$', '\\$')}(?![\\w$])`).test(body);
