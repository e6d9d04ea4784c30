/** Which modules a source file in JavaScript or TypeScript imports, as far as telling test files apart takes. */

/** Whether something of a module is imported that is there when the program runs, so no type alone. */
export function importsModule(text: string, name: string): boolean {
  const quoted = (group: number): string => `(['"])${RegExp.escape(name)}\\${group}`;
  const statement = `^[ \\t]*(?:import|export)\\b(?!\\s+type\\b)[^'";]*?${quoted(1)}`;
  const call = `\\b(?:require|import)\\(\\s*${quoted(2)}`;
  return new RegExp(`${statement}|${call}`, 'm').test(text);
}
