/** Says in one sentence what is wrong with a row that a schema refused. */
import type { core } from 'zod';

export interface Fault {
  /** As `tests[0].input`; empty where the whole row is at fault. */
  readonly field: string;
  readonly reason: string;
}

const testForms = ['tests', 'io', 'testCode'];

/** The first fault of `row`, for the issues that its schema reported. */
export function explain(row: unknown, issues: readonly core.$ZodIssue[]): Fault {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) {
    return { field: '', reason: 'is not a JSON object' };
  }
  const issue = issues[0];
  if (issue === undefined) return { field: '', reason: 'was refused' };
  if (issue.code !== 'invalid_union') return fault(issue);
  return explainUnion(row, issue);
}

/** Problems are the only union: one branch for each form of test, in the order of `testForms`. */
function explainUnion(row: object, issue: core.$ZodIssueInvalidUnion): Fault {
  const present = testForms.filter((form) => form in row);
  if (present.length !== 1) {
    const found = present.length === 0 ? 'none of them' : present.join(' and ');
    return { field: '', reason: `must have exactly one of ${testForms.join(', ')}, and has ${found}` };
  }
  const branch = issue.errors[testForms.indexOf(present[0] ?? '')];
  return branch?.[0] === undefined ? fault(issue) : fault(branch[0]);
}

function fault(issue: core.$ZodIssue): Fault {
  const field = issue.path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
  if (issue.code === 'unrecognized_keys') {
    const inside = field === '' ? '' : `${field}.`;
    return { field: `${inside}${issue.keys[0] ?? ''}`, reason: 'is not a known field' };
  }
  return { field, reason: sentence(issue) };
}

function sentence(issue: core.$ZodIssue): string {
  if (issue.code === 'invalid_type') {
    return issue.message.endsWith('received undefined') ? 'is missing' : `must be of type ${issue.expected}`;
  }
  if (issue.code === 'too_small' && issue.minimum === 1) return 'must not be empty';
  return issue.message;
}
