/** Makes a double of VS Code the module `vscode` for everything that is loaded afterwards: the bundle, or the sources. */
import { registerHooks } from 'node:module';

const place = `globalThis[Symbol.for('critique-coder.test.vscode')]`;

export function standInForVscode(api: object): void {
  Object.assign(globalThis, { [Symbol.for('critique-coder.test.vscode')]: api });
  const sources = {
    commonjs: `module.exports = ${place};`,
    // Names of an ES module have to be written down.
    module: Object.keys(api)
      .map((name) => `export const ${name} = ${place}.${name};`)
      .join('\n'),
  };
  registerHooks({
    resolve: (specifier, context, next) => {
      if (specifier !== 'vscode') return next(specifier, context);
      const format = context.conditions.includes('require') ? 'commonjs' : 'module';
      return { url: `test:vscode-${format}`, format, shortCircuit: true };
    },
    load: (url, context, next) => {
      const format = /^test:vscode-(commonjs|module)$/.exec(url)?.[1] as keyof typeof sources | undefined;
      return format === undefined
        ? next(url, context)
        : { format, source: sources[format], shortCircuit: true };
    },
  });
}
