/**
 * The variables of a program: where each may be used, and what kind of value it seems to hold.
 *
 * This is no type inference. A kind is what the text says plainly (`x = 0`, `xs.append(…)`, `for i in range(…)`), and
 * serves only to draw mistakes that a person could make, who confuses two counters and not a counter with a list.
 */
import { ancestorsOf, childOf, descendantsOf, partsOf, type SyntaxNode } from '../../source/syntax.ts';
import type { Family } from './operator.ts';
import { kindOfValue, kindsByUse, type Kind } from './kinds.ts';

interface Binding {
  readonly name: string;
  /** Inside of this, from that place on, the variable certainly has a value. */
  readonly scope: SyntaxNode;
  readonly from: number;
}

export interface Names {
  /** Whether the identifier is a variable of the program that is read or changed here, not the place that makes it. */
  isUse(node: SyntaxNode): boolean;
  /** Whether a variable that the identifier gives a value to has one already. */
  isAgain(node: SyntaxNode): boolean;
  /** Other variables that have a value of the same kind where `node` stands, in the order in which they are made. */
  alternatives(node: SyntaxNode): string[];
  /** All that is known of what a variable holds. */
  kindsOf(name: string): ReadonlySet<Kind>;
}

export function namesOf(root: SyntaxNode, family: Family): Names {
  const bindings: Binding[] = [];
  const makers = new Set<SyntaxNode>();
  const kinds = new Map<string, Set<Kind>>();
  const note = (name: string, kind: Kind | null): void => {
    if (kind !== null) kinds.set(name, (kinds.get(name) ?? new Set()).add(kind));
  };
  for (const node of descendantsOf(root)) {
    for (const { target, scope, from, kind, fallback } of bound(node, family)) {
      for (const name of identifiersOf(target)) {
        bindings.push({ name: name.text, scope, from });
        makers.add(name);
        note(name.text, name === target ? kind : null);
        note(name.text, fallback);
      }
    }
    for (const [name, kind] of kindsByUse(node)) note(name, kind);
  }
  return new ProgramNames(bindings, makers, kinds);
}

class ProgramNames implements Names {
  readonly #bindings: readonly Binding[];
  readonly #makers: ReadonlySet<SyntaxNode>;
  readonly #kinds: ReadonlyMap<string, ReadonlySet<Kind>>;

  constructor(
    bindings: readonly Binding[],
    makers: ReadonlySet<SyntaxNode>,
    kinds: ReadonlyMap<string, ReadonlySet<Kind>>,
  ) {
    this.#bindings = bindings;
    this.#makers = makers;
    this.#kinds = kinds;
  }

  isUse(node: SyntaxNode): boolean {
    if (node.type !== 'identifier' || this.#makers.has(node)) return false;
    // The name of an attribute, of a keyword argument or of a function that is called is no variable.
    const named = ['attribute', 'name', 'function', 'property'].includes(node.field ?? '');
    return !named && this.#visibleAt(node).has(node.text);
  }

  isAgain(node: SyntaxNode): boolean {
    return this.#visibleAt(node).has(node.text);
  }

  alternatives(node: SyntaxNode): string[] {
    const own = this.kindsOf(node.text);
    return [...this.#visibleAt(node)].filter(
      (name) => name !== node.text && sameKind(own, this.kindsOf(name)),
    );
  }

  kindsOf(name: string): ReadonlySet<Kind> {
    return this.#kinds.get(name) ?? new Set();
  }

  #visibleAt({ start, end }: SyntaxNode): Set<string> {
    const visible = this.#bindings.filter(
      ({ scope, from }) => from <= start && scope.start <= start && end <= scope.end,
    );
    return new Set(visible.map(({ name }) => name));
  }
}

/** Where a plain kind is known of either, it decides; else both are parameters, or both items of a loop. */
function sameKind(one: ReadonlySet<Kind>, other: ReadonlySet<Kind>): boolean {
  const isPlain = (kind: Kind): boolean => kind !== 'parameter' && kind !== 'item';
  const common = [...one].filter((kind) => other.has(kind));
  const known = [...one, ...other].some(isPlain);
  return known ? common.some(isPlain) : common.length > 0;
}

interface Bound {
  readonly target: SyntaxNode;
  readonly scope: SyntaxNode;
  readonly from: number;
  readonly kind: Kind | null;
  readonly fallback: 'parameter' | 'item' | null;
}

/** What a node gives a value to. */
function bound(node: SyntaxNode, family: Family): Bound[] {
  return family === 'python' ? boundInPython(node) : boundInJavaScript(node);
}

function boundInPython(node: SyntaxNode): Bound[] {
  const { parent } = node;
  switch (node.type) {
    case 'assignment':
      return assigned(childOf(node, 'left'), childOf(node, 'right'), node, 'block');
    case 'for_statement':
      return looped(childOf(node, 'left'), childOf(node, 'right'), childOf(node, 'body'));
    case 'for_in_clause':
      // What a comprehension yields stands before its loop, and sees the loop's variable too.
      return parent === null ? [] : looped(childOf(node, 'left'), childOf(node, 'right'), parent);
    case 'parameters':
    case 'lambda_parameters': {
      const body = parent === null ? null : childOf(parent, 'body');
      const targets = partsOf(node).map(
        (part) => (part.type === 'identifier' ? part : childOf(part, 'name')) ?? part.children[0],
      );
      return parameters(targets, body);
    }
    default:
      return [];
  }
}

function boundInJavaScript(node: SyntaxNode): Bound[] {
  const { parent } = node;
  switch (node.type) {
    case 'variable_declarator': {
      const value = childOf(node, 'value');
      return assigned(childOf(node, 'name'), value, node, 'statement_block', 'for_statement');
    }
    case 'for_in_statement':
      return looped(childOf(node, 'left'), childOf(node, 'right'), childOf(node, 'body'));
    case 'formal_parameters': {
      const targets = partsOf(node).map((part) => childOf(part, 'pattern') ?? childOf(part, 'left') ?? part);
      return parameters(targets, parent === null ? null : childOf(parent, 'body'));
    }
    case 'arrow_function':
      return parameters([childOf(node, 'parameter')], childOf(node, 'body'));
    default:
      return [];
  }
}

function assigned(
  target: SyntaxNode | null,
  value: SyntaxNode | null,
  node: SyntaxNode,
  ...blocks: readonly string[]
): Bound[] {
  if (target === null || value === null) return [];
  const around = [...ancestorsOf(node)];
  const scope = around.find(({ type }) => blocks.includes(type)) ?? around.at(-1);
  if (scope === undefined || value.type.includes('function') || value.type === 'lambda') return [];
  return [{ target, scope, from: node.end, kind: kindOfValue(value), fallback: null }];
}

function looped(target: SyntaxNode | null, over: SyntaxNode | null, scope: SyntaxNode | null): Bound[] {
  if (target === null || scope === null) return [];
  const counts = over?.type === 'call' && childOf(over, 'function')?.text === 'range';
  return [{ target, scope, from: scope.start, kind: counts ? 'number' : null, fallback: 'item' }];
}

function parameters(targets: readonly (SyntaxNode | null | undefined)[], scope: SyntaxNode | null): Bound[] {
  if (scope === null) return [];
  return targets.flatMap((target) =>
    target === null || target === undefined || ['self', 'cls'].includes(target.text)
      ? []
      : [{ target, scope, from: scope.start, kind: null, fallback: 'parameter' as const }],
  );
}

const patterns = ['pattern_list', 'tuple_pattern', 'list_pattern', 'array_pattern'];

/** The names that a target gives values to: itself, or the parts of a pattern; an element of a list is none. */
function identifiersOf(target: SyntaxNode): SyntaxNode[] {
  if (target.type === 'identifier') return [target];
  return patterns.includes(target.type) ? partsOf(target).flatMap(identifiersOf) : [];
}
