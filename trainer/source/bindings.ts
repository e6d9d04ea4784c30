/** To which name a JavaScript or TypeScript function is bound, and inside of what. */
import type { Node } from '@vscode/tree-sitter-wasm';

export interface Binding {
  readonly name: string;
  /** What is shown as the function: its declaration, or the statement, property or field that binds it. */
  readonly outer: Node;
  /** Goes before the text of `outer`, where that is one of several declarators: `const `. */
  readonly keyword: string;
}

/** Expressions that hand on the function inside them unchanged. */
const wrappers = ['parenthesized_expression', 'as_expression', 'satisfies_expression', 'non_null_expression'];

export const javaScriptFunctionTypes = [
  'function_declaration',
  'generator_function_declaration',
  'method_definition',
  'function_expression',
  'generator_function',
  'arrow_function',
];

/** `null` for a function that has no name and is bound to none. */
export function bindingOf(node: Node): Binding | null {
  const own = node.childForFieldName('name');
  if (own !== null && !node.type.endsWith('_expression') && node.type !== 'generator_function') {
    return { name: keyText(own), outer: node, keyword: '' };
  }
  let value = node;
  while (value.parent !== null && wrappers.includes(value.parent.type)) value = value.parent;
  const holder = value.parent;
  const binding = holder === null ? null : boundBy(holder, value);
  if (binding !== null) return binding;
  return own === null ? null : { name: keyText(own), outer: node, keyword: '' };
}

/** How `holder` binds its part `value` to a name. */
function boundBy(holder: Node, value: Node): Binding | null {
  const plain = (name: Node | null, outer: Node): Binding | null =>
    name === null ? null : { name: keyText(name), outer, keyword: '' };
  switch (holder.type) {
    case 'variable_declarator':
      return boundByVariable(holder);
    case 'assignment_expression': {
      if (holder.childForFieldName('right')?.id !== value.id) return null;
      const statement = holder.parent?.type === 'expression_statement' ? holder.parent : holder;
      return plain(holder.childForFieldName('left'), statement);
    }
    case 'pair':
      return plain(holder.childForFieldName('key'), holder);
    case 'field_definition':
    case 'public_field_definition':
      return plain(fieldName(holder), holder);
    case 'export_statement':
      return { name: 'default', outer: value, keyword: '' };
    default:
      return null;
  }
}

/** The only declarator of a statement is shown as that statement, one of several after the statement's keyword. */
function boundByVariable(declarator: Node): Binding | null {
  const name = declarator.childForFieldName('name');
  const statement = declarator.parent;
  if (name?.type !== 'identifier' || statement === null) return null;
  const declarators = statement.namedChildren.filter((child) => child?.type === 'variable_declarator');
  if (declarators.length === 1) return { name: name.text, outer: statement, keyword: '' };
  return { name: name.text, outer: declarator, keyword: `${statement.firstChild?.text ?? 'const'} ` };
}

/** The two grammars name the field differently. */
function fieldName(field: Node): Node | null {
  return field.childForFieldName('property') ?? field.childForFieldName('name');
}

/** A name, key or assignment target without quotes, and without what only says that it is exported. */
export function keyText(node: Node): string {
  if (node.type === 'string') return node.text.slice(1, -1);
  return node.text
    .replace(/\s+/g, '')
    .replace(/^(?:module\.)?exports\.|^this\./, '')
    .replace('.prototype.', '.');
}

/** Names of the classes, objects, namespaces and functions around a binding, outermost first. */
export function surroundings(outer: Node): { names: string[]; nested: boolean } {
  const names: string[] = [];
  let nested = false;
  let around = outer.parent;
  while (around !== null) {
    let next = around.parent;
    if (javaScriptFunctionTypes.includes(around.type)) {
      nested = true;
      const binding = bindingOf(around);
      if (binding !== null) {
        names.unshift(binding.name);
        next = binding.outer.parent;
      }
    } else {
      const name = containerName(around);
      if (name !== null) names.unshift(name);
    }
    around = next;
  }
  return { names, nested };
}

/** What a node that is no function adds to the names of the functions inside it. */
function containerName(node: Node): string | null {
  const named = (name: Node | null): string | null => (name === null ? null : keyText(name));
  switch (node.type) {
    case 'class_declaration':
    case 'abstract_class_declaration':
    case 'class':
    case 'internal_module':
    case 'module':
    case 'variable_declarator':
      return named(node.childForFieldName('name'));
    case 'assignment_expression':
      return named(node.childForFieldName('left'));
    case 'pair':
      return named(node.childForFieldName('key'));
    case 'field_definition':
    case 'public_field_definition':
      return named(fieldName(node));
    default:
      return null;
  }
}
