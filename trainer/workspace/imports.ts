/** Which modules a source file in JavaScript or TypeScript imports, as far as telling test files apart takes. */

/** Whether something of a module is imported that is there when the program runs, so no type alone. */
export function importsModule(text: string, name: string): boolean {
  const module = `(['"])${name.replace(/[.*+?^$()|[\]{}\\/]/g, '\\$&')}\\1`;
  const statement = `^[ \\t]*(?:import|export)\\b(?!\\s+type\\b)[^'";]*?${module}`;
  const call = `\\b(?:require|import)\\(\\s*${module.replace('\\1', '\\2')}`;
  return new RegExp(`${statement}|${call}`, 'm').test(text);
}
