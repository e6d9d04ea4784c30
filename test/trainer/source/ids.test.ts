import assert from 'node:assert/strict';
import { test } from 'node:test';
import { functionIds } from '../../../trainer/source/ids.ts';

test('a function goes by its name, and the second and third of a name by their number too', () => {
  const names = ['push', 'pop', 'push', 'Stack.push', 'push'];
  assert.deepEqual(functionIds(names.map((name) => ({ name }))), [
    'push',
    'pop',
    'push#2',
    'Stack.push',
    'push#3',
  ]);
});

test('a method named as every object has one is numbered as any other', () => {
  assert.deepEqual(functionIds([{ name: 'constructor' }, { name: 'constructor' }]), [
    'constructor',
    'constructor#2',
  ]);
});
