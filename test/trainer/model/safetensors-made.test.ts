/** Tensors that are made while the file is written. Everything else about the format: safetensors.test.ts. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { SafetensorsFile, writeSafetensors } from '../../../trainer/model/safetensors.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('tensors are made one after the other, each when the one before it is written', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'x.safetensors');
  const made: string[] = [];
  const toMake = (name: string, number: number) => ({
    name,
    shape: [2],
    type: 'F32' as const,
    make: () => {
      made.push(name);
      return Promise.resolve(Float32Array.of(number, number));
    },
  });
  const given = { name: 'b', shape: [1], type: 'F32' as const, data: Float32Array.of(5) };
  await writeSafetensors(file, [toMake('a', 1), given, toMake('c', 3)], {});
  assert.deepEqual(made, ['a', 'c']);
  await using opened = await SafetensorsFile.open(file);
  const [a, b, c] = [new Float32Array(2), new Float32Array(1), new Float32Array(2)];
  await opened.read('a', [2], a);
  await opened.read('b', [1], b);
  await opened.read('c', [2], c);
  assert.deepEqual([...a, ...b, ...c], [1, 1, 5, 3, 3]);
});
