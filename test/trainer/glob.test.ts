import assert from 'node:assert/strict';
import { test } from 'node:test';
import { globCovers, literalGlob } from '../../trainer/glob.ts';

test('wildcards match names that begin with a dot', () => {
  for (const [glob, path] of [
    ['**/node_modules/**', 'node_modules/.pnpm/left-pad@1.3.0/node_modules/left-pad/index.js'],
    ['**/site-packages/**', '/home-of/ada/.local/lib/python3.12/site-packages/attr/_make.py'],
    ['**/site-packages/**', '.tox/py312/lib/python3.12/site-packages/attr/_make.py'],
    ['**/.venv/**', 'tools/.venv/lib/a.py'],
    ['**/*.min.js', '.cache/a.min.js'],
    ['*/a.py', '.made/a.py'],
    ['**/a.py', '..data/a.py'],
  ] as const) {
    assert.ok(globCovers(glob, path), `${glob} ${path}`);
  }
});

test('dots in globs stand for dots, wherever a glob has them', () => {
  for (const [glob, path] of [
    ['{.git,.hg}/**', '.hg/a.py'],
    ['@(.git|.hg)/**', '.git/a.py'],
    ['[.]venv/**', '.venv/a.py'],
    ['*{.test,.spec}.ts', 'a.spec.ts'],
    ['v{1..3}/**', 'v2/a.py'],
    ['v{-1..5..2}/**', 'v3/a.py'],
    ['a[[:punct:]]py', 'a.py'],
  ] as const) {
    assert.ok(globCovers(glob, path), `${glob} ${path}`);
  }
  for (const [glob, path] of [
    ['*.py', 'apy'],
    ['.venv/**', 'venv/a.py'],
    ['v{1..3}/**', 'v4/a.py'],
    ['*.py', 'source/a.py'],
  ] as const) {
    assert.ok(!globCovers(glob, path), `${glob} ${path}`);
  }
});

test('the glob of a path covers it whatever its characters, and no other of its kind', () => {
  for (const path of [
    'app/[id]/a.ts',
    'app/[...all]/a.ts',
    'app/(shop)/@(x)/!(y)/a.ts',
    'made *?+/a.ts',
    'a]b[/a.ts',
    '{{cookiecutter.slug}}/{a,b}/{1..3}/a.py',
    '!a/#b/a.py',
  ]) {
    assert.ok(globCovers(literalGlob(path), path), path);
  }
  assert.ok(!globCovers(literalGlob('app/[id]/a.ts'), 'app/i/a.ts'));
  assert.ok(!globCovers(literalGlob('made*/a.ts'), 'made-up/a.ts'));
});
