/**
 * Checks a run configuration as a whole: every field by its schema, then the rules between fields.
 * All violations come back together, so that a user mends the file once.
 */
import type { z } from 'zod';
import type { RunConfig } from './config.ts';
import { runConfigJsonSchema, runConfigSchema } from './config.ts';
import type { ConfigRule } from './config-rules.ts';
import { configRules } from './config-rules.ts';

export interface ConfigViolation {
  /** Dotted: `context.second`; empty for the document itself. */
  readonly path: string;
  /** The offending value as JSON, or `nothing` where it is missing. */
  readonly value: string;
  readonly problem: string;
  readonly remedy: string;
}

export type ConfigCheck =
  | { readonly valid: true; readonly config: RunConfig }
  | { readonly valid: false; readonly violations: readonly ConfigViolation[] };

/** Checks a parsed JSON document; it never throws. */
export function checkRunConfig(document: unknown): ConfigCheck {
  const parsed = runConfigSchema.safeParse(document);
  const issues = parsed.success ? [] : parsed.error.issues;
  const config = parsed.success ? parsed.data : withoutInvalidFields(document);
  const invalid = issues.flatMap(pathsOf);
  const broken =
    config === undefined ? [] : configRules.filter((rule) => applies(rule, invalid) && !rule.holds(config));
  if (parsed.success && broken.length === 0) return { valid: true, config: parsed.data };
  return {
    valid: false,
    violations: [
      ...issues.flatMap((issue) => fieldViolations(issue, document)),
      ...broken.map(({ paths: [path], problem, remedy }) => ({
        path,
        value: shown(at(config, path.split('.'))),
        problem,
        remedy,
      })),
    ],
  };
}

const applies = (rule: ConfigRule, invalid: readonly string[]): boolean =>
  !rule.paths.some((path) => invalid.some((bad) => within(path, bad) || within(bad, path)));

const within = (path: string, ancestor: string): boolean =>
  path === ancestor || path.startsWith(`${ancestor}.`);

/** The configuration with invalid fields left to their defaults, so that the other rules can still be checked. */
function withoutInvalidFields(document: unknown): RunConfig | undefined {
  let candidate = document;
  // An invalid discriminator only goes away with the object around it, hence one level more in each round.
  for (let outwards = 0; outwards < 4; outwards += 1) {
    const parsed = runConfigSchema.safeParse(candidate);
    if (parsed.success) return parsed.data;
    for (const path of parsed.error.issues.flatMap(pathsOf)) {
      const keys = path.split('.');
      candidate = without(candidate, keys.slice(0, Math.max(1, keys.length - outwards)));
    }
  }
  return undefined;
}

function without(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.filter((_, index) => String(index) !== key);
  const entries = Object.entries(value).flatMap(([name, field]: [string, unknown]) => {
    if (name !== key) return [[name, field]];
    return rest.length === 0 ? [] : [[name, without(field, rest)]];
  });
  return Object.fromEntries(entries);
}

/** Where an issue is; unknown keys are each a place of their own. */
function pathsOf(issue: z.core.$ZodIssue): string[] {
  const path = issue.path.map(String);
  if (issue.code !== 'unrecognized_keys') return [path.join('.')];
  return issue.keys.map((key) => [...path, key].join('.'));
}

function fieldViolations(issue: z.core.$ZodIssue, document: unknown): ConfigViolation[] {
  return pathsOf(issue).map((path) => {
    const value = shown(at(document, path === '' ? [] : path.split('.')));
    if (issue.code !== 'unrecognized_keys') {
      return { path, value, problem: issue.message, remedy: description(path) };
    }
    const known = fieldNames(path.split('.').slice(0, -1)).join(', ');
    return { path, value, problem: 'there is no such field', remedy: `The fields here are: ${known}.` };
  });
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}

const shown = (value: unknown): string => JSON.stringify(value) ?? 'nothing';

interface SchemaNode {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly anyOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
}

/** The published schema's node at a path; of the forms a union may take, the first that has the field. */
function schemaAt(path: readonly string[]): SchemaNode | undefined {
  const root: SchemaNode = runConfigJsonSchema();
  return path.reduce<SchemaNode | undefined>((node, key) => {
    const forms = [node, ...(node?.anyOf ?? []), ...(node?.oneOf ?? [])];
    return forms.map((form) => form?.properties?.[key]).find((field) => field !== undefined);
  }, root);
}

/** The text of a field, or of the nearest section around it that has one. */
function description(path: string): string {
  const keys = path.split('.');
  const described = keys.map((_, index) => schemaAt(keys.slice(0, keys.length - index))?.description);
  return described.find((text) => text !== undefined) ?? 'Write a JSON object, such as {}.';
}

function fieldNames(path: readonly string[]): string[] {
  const node = schemaAt(path);
  const forms = [node, ...(node?.anyOf ?? []), ...(node?.oneOf ?? [])];
  return [...new Set(forms.flatMap((form) => Object.keys(form?.properties ?? {})))];
}
