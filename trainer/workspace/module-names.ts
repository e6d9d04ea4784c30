/** What the statements at the top of a module bind and use, as far as a function can be taken out of it by that. */
import type { SourceLanguage } from '../source/grammars.ts';
import { childOf, descendantsOf, partsOf, type SyntaxNode } from '../source/syntax.ts';

export interface ModuleStatement {
  readonly kind: 'import' | 'function' | 'constant' | 'type' | 'other';
  /** Without `export`. */
  readonly node: SyntaxNode;
  readonly binds: readonly string[];
  /** Every name in it that could be one of the module's. */
  readonly uses: ReadonlySet<string>;
  /** It needs another file of the project. */
  readonly isRelative: boolean;
}

export function moduleStatements(root: SyntaxNode, language: SourceLanguage): ModuleStatement[] {
  return partsOf(root).map((part) => {
    const node = part.type === 'export_statement' ? (childOf(part, 'declaration') ?? part) : part;
    return {
      node,
      kind: kindOf(node),
      binds: language === 'python' ? boundByPython(node) : boundByJavaScript(node),
      uses: new Set([...descendantsOf(node)].filter(isName).map(({ text }) => text)),
      isRelative: isRelative(node),
    };
  });
}

/** Names to which something is assigned from inside a function or once more: no constants. */
export function reassignedNames(root: SyntaxNode, language: SourceLanguage): Set<string> {
  const names = [...descendantsOf(root)].flatMap((node) => {
    switch (node.type) {
      case 'global_statement':
        return partsOf(node).map(({ text }) => text);
      case 'assignment_expression':
      case 'augmented_assignment_expression':
        return language === 'python' ? [] : assignedIn(childOf(node, 'left'));
      case 'update_expression':
        return assignedIn(childOf(node, 'argument'));
      default:
        return [];
    }
  });
  return new Set(names);
}

const kinds: Readonly<Record<string, ModuleStatement['kind']>> = {
  import_statement: 'import',
  import_from_statement: 'import',
  future_import_statement: 'import',
  function_definition: 'function',
  function_declaration: 'function',
  generator_function_declaration: 'function',
  lexical_declaration: 'constant',
  variable_declaration: 'constant',
  interface_declaration: 'type',
  type_alias_declaration: 'type',
  enum_declaration: 'type',
};

function kindOf(node: SyntaxNode): ModuleStatement['kind'] {
  const definition = node.type === 'decorated_definition' ? childOf(node, 'definition') : node;
  const isPythonConstant =
    node.type === 'expression_statement' &&
    node.children[0]?.type === 'assignment' &&
    childOf(node.children[0], 'left')?.type === 'identifier';
  return isPythonConstant ? 'constant' : (kinds[definition?.type ?? ''] ?? 'other');
}

const nameTypes = ['identifier', 'type_identifier', 'shorthand_property_identifier'];

/** What stands behind a dot, and the name of a named argument, is no name of the module. */
function isName({ type, field, parent }: SyntaxNode): boolean {
  if (!nameTypes.includes(type)) return false;
  if (field === 'attribute') return false;
  return !(field === 'name' && parent?.type === 'keyword_argument');
}

const importTypes = ['import_statement', 'import_from_statement'];

/** Imports and assignments inside of conditions and loops bind names of the module too, those inside functions do not. */
function boundByPython(statement: SyntaxNode): string[] {
  const inside = descendantsOf(
    statement,
    ({ parent }) => parent?.type !== 'function_definition' && parent?.type !== 'class_definition',
  );
  return [...inside].flatMap((node) => {
    if (importTypes.includes(node.type)) return importedByPython(node);
    if (node.type === 'assignment' || node.type === 'augmented_assignment' || node.type === 'for_statement') {
      return assignedIn(childOf(node, 'left'));
    }
    if (node.type !== 'function_definition' && node.type !== 'class_definition') return [];
    return assignedIn(childOf(node, 'name'));
  });
}

function importedByPython(node: SyntaxNode): string[] {
  return node.children
    .filter(({ field }) => field === 'name')
    .map((name) => (childOf(name, 'alias') ?? name).text.split('.')[0] ?? '');
}

function boundByJavaScript(node: SyntaxNode): string[] {
  if (node.type === 'import_statement') {
    const clause = node.children.find(({ type }) => type === 'import_clause');
    return clause === undefined ? [] : importedByJavaScript(clause);
  }
  if (node.type === 'lexical_declaration' || node.type === 'variable_declaration') {
    return partsOf(node).flatMap((declarator) => assignedIn(childOf(declarator, 'name')));
  }
  const name = childOf(node, 'name');
  return name === null ? [] : [name.text];
}

function importedByJavaScript(clause: SyntaxNode): string[] {
  return [...descendantsOf(clause)].flatMap((node) => {
    if (node.type === 'import_specifier')
      return [(childOf(node, 'alias') ?? childOf(node, 'name') ?? node).text];
    return node.type === 'identifier' && node.parent?.type !== 'import_specifier' ? [node.text] : [];
  });
}

/** The names of a target of an assignment; of `a.b` and `a[b]` none is assigned. */
function assignedIn(target: SyntaxNode | null): string[] {
  if (target === null) return [];
  const places = ['attribute', 'subscript', 'member_expression', 'subscript_expression'];
  const inside = descendantsOf(target, ({ type }) => !places.includes(type));
  return [...inside]
    .filter(({ type }) => /identifier(?:_pattern)?$/.test(type) && type !== 'property_identifier')
    .map(({ text }) => text);
}

function isRelative(node: SyntaxNode): boolean {
  if (node.type === 'import_from_statement') return childOf(node, 'module_name')?.type === 'relative_import';
  if (node.type === 'import_statement') return startsWithDot(childOf(node, 'source'));
  return [...descendantsOf(node)].some(
    (one) =>
      one.type === 'call_expression' &&
      /^(?:require|import)$/.test(childOf(one, 'function')?.text ?? '') &&
      startsWithDot(partsOf(childOf(one, 'arguments') ?? one)[0] ?? null),
  );
}

const startsWithDot = (text: SyntaxNode | null): boolean => /^['"`]\./.test(text?.text ?? '');
