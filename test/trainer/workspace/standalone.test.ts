import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { SourceLanguage } from '../../../trainer/source/grammars.ts';
import { openSyntaxReader } from '../../../trainer/source/syntax.ts';
import { standaloneProgram } from '../../../trainer/workspace/standalone.ts';

const reader = await openSyntaxReader();
after(() => reader[Symbol.dispose]());

function extracted(text: string, language: SourceLanguage, name: string, solution: string): string | null {
  const tree = reader.read(text, language);
  assert.ok(tree !== null && !tree.broken);
  return standaloneProgram(tree, { language, name, solution });
}

const python = `from __future__ import annotations
import math, re
import os.path as paths
from . import other
from .near import far
from collections import (
    deque,
)
LIMIT: int = 3
TABLE = {"a": LIMIT}
COUNT = 0
LOW, HIGH = 1, 2
try:
    import fast
except ImportError:
    fast = None

def bump():
    global COUNT
    COUNT += 1

class Box:
    pass

def clamp(x):
    """Clamps."""
    return min(x, LIMIT)

def twice(x):
    if x > 9:
        return twice(x - 1)
    return clamp(x) * math.pi

f = 1
`;

test('a Python function takes with it what it uses, directly and through others, in the order of the module', () => {
  assert.equal(
    extracted(python, 'python', 'twice', 'def twice(x):\n    return clamp(x) * math.pi'),
    `from __future__ import annotations
import math, re

LIMIT: int = 3

def clamp(x):
    """Clamps."""
    return min(x, LIMIT)

def twice(x):
    return clamp(x) * math.pi
`,
  );
});

/** Whether a function with this body in the module of Python above stands alone. */
const standsAlone = (body: string): boolean =>
  extracted(`${python}def g(x, **more):\n    ${body}\n`, 'python', 'g', body) !== null;

test('classes, variables that change, conditional and relative imports, and names bound otherwise keep a function in', () => {
  for (const body of [
    'return Box()',
    'return COUNT',
    'return bump()',
    'return fast',
    'return far(x)',
    'return other',
    'return LOW',
  ]) {
    assert.ok(!standsAlone(body), body);
  }
  for (const body of [
    'return TABLE',
    'return deque()',
    'return paths.sep',
    'return x.fast',
    'return g(x, far=1)',
    'return unknown',
  ]) {
    assert.ok(standsAlone(body), body);
  }
});

test('a name that is bound twice is no constant', () => {
  assert.equal(extracted('A = 1\nA = 2\ndef g():\n    return A\n', 'python', 'g', ''), null);
  assert.equal(extracted('A = 1\nA += 2\ndef g():\n    return A\n', 'python', 'g', ''), null);
  assert.equal(extracted('for A in [1]:\n    pass\ndef g():\n    return A\n', 'python', 'g', ''), null);
});

const typeScript = `import { join } from 'node:path';
import all, { one as two } from './near.ts';
import type { Far } from './far.ts';
const near = require('./near.js'), { sep } = require('node:path');
export const limit = 3;
let count = 0;
export interface Point { readonly x: number }
type Two = [Point, Point];
enum Colour { Red }
class Box {}
const key = { limit };
function bump(): void { count++; }
export function clamp(x: number): number { return Math.min(x, key.limit); }
export default function distance(points: Two): number { return clamp(points[0].x) + join('a').length; }
`;

test('a function of TypeScript takes constants, types and imports with it, without their export', () => {
  assert.equal(
    extracted(typeScript, 'typescript', 'distance', 'function distance(points: Two) {}'),
    `import { join } from 'node:path';

const limit = 3;

interface Point { readonly x: number }
type Two = [Point, Point];

const key = { limit };

function clamp(x: number): number { return Math.min(x, key.limit); }

function distance(points: Two) {}
`,
  );
});

test('what a function of TypeScript cannot take with it keeps it in', () => {
  const stands = (body: string): boolean =>
    extracted(`${typeScript}function g(x: any) { ${body} }\n`, 'typescript', 'g', body) !== null;
  for (const body of [
    'return count',
    'bump()',
    'new Box()',
    'all()',
    'two()',
    'near.x',
    'let a: Far',
    'return sep',
  ]) {
    assert.ok(!stands(body), body);
  }
  for (const body of [
    'return Colour.Red',
    'return x.count',
    'return { count: 1 }',
    'return limit',
    'return x.one',
  ]) {
    assert.ok(stands(body), body);
  }
});

test('a function that would take much of its module with it stays in', () => {
  const table = (length: number): string => `TABLE = "${'a'.repeat(length)}"\ndef g():\n    return TABLE\n`;
  assert.ok(extracted(table(9_900), 'python', 'g', 'def g(): return TABLE') !== null);
  assert.equal(extracted(table(10_001), 'python', 'g', 'def g(): return TABLE'), null);
});
