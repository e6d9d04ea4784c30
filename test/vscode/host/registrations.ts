/**
 * Counts what is registered with VS Code and not disposed of, in the real host: the functions of an extension's `vscode`
 * are wrapped in place, before the extension is activated. What such a function gives back with a `dispose` is alive until
 * that is called, by whomever; the host itself calls it where a user closes something. Emitters and other objects of one's
 * own are not counted, for the host keeps none of them.
 */

interface Disposable {
  dispose(): unknown;
}

const isDisposable = (value: unknown): value is Disposable =>
  typeof value === 'object' && value !== null && 'dispose' in value && typeof value.dispose === 'function';

type AnyFunction = (this: unknown, ...parameters: unknown[]) => unknown;

export class Registrations {
  readonly #live = new Map<symbol, string>();

  /** How each was made that is still there: `commands.registerCommand critiqueCoder.train`. */
  get live(): readonly string[] {
    return [...this.#live.values()].toSorted();
  }

  /** `api` is the module; its namespaces stay the objects that they are, so whoever has them is watched too. */
  watch(api: object): void {
    for (const [name, namespace] of Object.entries(api)) {
      if (typeof namespace !== 'object' || namespace === null) continue;
      for (const key of Object.keys(namespace as object))
        this.#wrap(namespace as object, key, `${name}.${key}`);
    }
  }

  #wrap(namespace: object, key: string, path: string): void {
    const property = Object.getOwnPropertyDescriptor(namespace, key);
    if (property?.get === undefined && typeof property?.value !== 'function') return;
    const read = (): unknown => property.get?.call(namespace) ?? property.value;
    const replace = Reflect.defineProperty(namespace, key, {
      configurable: true,
      enumerable: true,
      get: () => {
        const original = read();
        return typeof original === 'function' ? this.#counting(original as AnyFunction, path) : original;
      },
    });
    if (!replace) throw new Error(`${path} cannot be watched.`);
  }

  #counting(original: AnyFunction, path: string): AnyFunction {
    const note = (made: unknown, first: unknown): void => {
      if (isDisposable(made)) this.#note(made, typeof first === 'string' ? `${path} ${first}` : path);
    };
    return function (this: unknown, ...parameters) {
      const made = original.apply(this, parameters);
      note(made, parameters[0]);
      return made;
    };
  }

  #note(made: Disposable, how: string): void {
    const token = Symbol(how);
    const live = this.#live;
    const dispose = made.dispose.bind(made);
    const counted = (): unknown => {
      live.delete(token);
      return dispose();
    };
    const replaced = Reflect.defineProperty(made, 'dispose', {
      configurable: true,
      writable: true,
      value: counted,
    });
    if (!replaced) throw new Error(`What ${how} gives back cannot be watched.`);
    live.set(token, how);
  }
}
