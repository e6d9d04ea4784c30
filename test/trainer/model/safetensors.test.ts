/** Safetensors files: what is written, what is read, and every way in which a file can be damaged. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { SafetensorsFile, widenedAtOnce, writeSafetensors } from '../../../trainer/model/safetensors.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** The bytes of a file with this header and data; `claimed` replaces the true header length. */
function fileBytes(header: unknown, data: Uint8Array, claimed?: bigint): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, claimed ?? BigInt(text.length), true);
  return Uint8Array.of(...length, ...text, ...data);
}

const bytesOf = (data: Float32Array | Uint16Array) => new Uint8Array(data.buffer);

/** Opens a file of these bytes; the error it is refused with, if it is. */
async function openBytes(bytes: Uint8Array): Promise<void> {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'model.safetensors');
  await writeFile(file, bytes);
  await using opened = await SafetensorsFile.open(file);
  assert.equal(opened.file, file);
}

test('tensors of every type, rank and size come back from a file as they were', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'x.safetensors');
  await writeSafetensors(
    file,
    [
      { name: 'matrix', shape: [2, 3], data: Float32Array.of(1, -2, 3, 4, 5, 1e-40), type: 'F32' },
      { name: 'half', shape: [2], data: Uint16Array.of(0x3c00, 0x0001), type: 'F16' },
      { name: 'brain', shape: [1, 2], data: Uint16Array.of(0x3f80, 0xc000), type: 'BF16' },
      { name: 'scalar', shape: [], data: Float32Array.of(7), type: 'F32' },
      { name: 'empty', shape: [0, 4], data: new Float32Array(0), type: 'F32' },
    ],
    { format: 'pt', note: 'ü' },
  );
  await using opened = await SafetensorsFile.open(file);
  assert.deepEqual([...opened.tensors.keys()], ['matrix', 'half', 'brain', 'scalar', 'empty']);
  assert.deepEqual({ ...opened.metadata }, { format: 'pt', note: 'ü' });
  const read = async (name: string, shape: readonly number[], size: number) => {
    const target = new Float32Array(size);
    await opened.read(name, shape, target);
    return [...target];
  };
  assert.deepEqual(await read('matrix', [2, 3], 6), [1, -2, 3, 4, 5, Math.fround(1e-40)]);
  assert.deepEqual(await read('half', [2], 2), [1, 2 ** -24]);
  assert.deepEqual(await read('brain', [1, 2], 2), [1, -2]);
  assert.deepEqual(await read('scalar', [], 1), [7]);
  assert.deepEqual(await read('empty', [0, 4], 0), []);
});

test('a tensor is read into a part of a larger array', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'x.safetensors');
  await writeSafetensors(file, [{ name: 'x', shape: [2], data: Float32Array.of(1, 2), type: 'F32' }], {});
  await using opened = await SafetensorsFile.open(file);
  const whole = new Float32Array(4).fill(9);
  await opened.read('x', [2], whole.subarray(1, 3));
  assert.deepEqual([...whole], [9, 1, 2, 9]);
});

test('a half-precision tensor longer than what is widened at once is read without a seam, from any number on', async () => {
  await using folder = await temporaryFolder();
  const length = 2 * widenedAtOnce + 3;
  // Every element differs from its neighbours: the upper halves of 1 to 2, in steps of 1/128.
  const data = Uint16Array.from({ length }, (_, index) => 0x3f80 + (index % 128));
  const file = join(folder.path, 'x.safetensors');
  await writeSafetensors(file, [{ name: 'x', shape: [length], data, type: 'BF16' }], {});
  await using opened = await SafetensorsFile.open(file);
  for (const start of [0, 5]) {
    const target = new Float32Array(length - start);
    await opened.read('x', [length], target, start);
    assert.ok(target.every((number, index) => number === 1 + ((start + index) % 128) / 128));
  }
});

test('the file is laid out as the format says, its data from a multiple of 8 bytes on', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'x.safetensors');
  for (const name of ['a', 'ab', 'abc', 'abcd', 'ümlaut']) {
    await writeSafetensors(file, [{ name, shape: [1], data: Float32Array.of(0.5), type: 'F32' }], {});
    const bytes = await readFile(file);
    const length = Number(bytes.readBigUInt64LE(0));
    assert.equal(length % 8, 0);
    const header = JSON.parse(bytes.toString('utf8', 8, 8 + length)) as Record<string, unknown>;
    assert.deepEqual(header[name], { dtype: 'F32', shape: [1], data_offsets: [0, 4] });
    assert.equal(bytes.length, 8 + length + 4);
    assert.equal(bytes.readFloatLE(8 + length), 0.5);
  }
});

const four = bytesOf(Float32Array.of(1));
const entry = (data_offsets: readonly unknown[], changes: object = {}) => ({
  x: { dtype: 'F32', shape: [1], data_offsets, ...changes },
});

const damaged = [
  { about: 'an empty file', bytes: new Uint8Array(0), says: /0 bytes, fewer than the 8/ },
  { about: 'a file of 7 bytes', bytes: new Uint8Array(7), says: /7 bytes, fewer than the 8/ },
  {
    about: 'a header longer than the file',
    bytes: fileBytes(entry([0, 4]), four, 1000n),
    says: /header claims 1000 bytes of a file of \d+/,
  },
  {
    about: 'a header of 2^64 − 1 bytes',
    bytes: fileBytes('{}', new Uint8Array(0), 0xffffffffffffffffn),
    says: /header claims 18446744073709552000 bytes/,
  },
  { about: 'a header that is no JSON', bytes: fileBytes('{"x":', four), says: /header is not JSON/ },
  {
    about: 'a header that is no UTF-8',
    bytes: Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xfe),
    says: /header is not JSON/,
  },
  { about: 'a header that is a list', bytes: fileBytes('[]', four), says: /header is malformed/ },
  {
    about: 'an entry without offsets',
    bytes: fileBytes({ x: { dtype: 'F32', shape: [1] } }, four),
    says: /malformed/,
  },
  { about: 'a negative offset', bytes: fileBytes(entry([-4, 0]), four), says: /malformed/ },
  { about: 'three offsets', bytes: fileBytes(entry([0, 4, 8]), four), says: /malformed/ },
  {
    about: 'a fraction in a shape',
    bytes: fileBytes(entry([0, 4], { shape: [0.5] }), four),
    says: /malformed/,
  },
  {
    about: 'metadata that is no text',
    bytes: fileBytes({ __metadata__: { a: 1 } }, four),
    says: /malformed/,
  },
];

for (const { about, bytes, says } of damaged) {
  test(`${about} is refused as a damaged file`, async () => {
    await assert.rejects(openBytes(bytes), {
      code: 'model.bad-safetensors',
      message: says,
      hint: /download/,
    });
  });
}

const badTensors = [
  {
    about: 'bytes behind the end of the file',
    header: entry([0, 8], { shape: [2] }),
    says: /0…8 lie outside/,
  },
  { about: 'an end before its start', header: entry([4, 0]), says: /4…0 lie outside/ },
  {
    about: 'more bytes than its shape needs',
    header: entry([0, 4], { shape: [], dtype: 'F16' }),
    says: /4 bytes for the shape \[\] of F16/,
  },
  {
    about: 'fewer bytes than its shape needs',
    header: entry([0, 4], { shape: [2] }),
    says: /4 bytes for the shape \[2\]/,
  },
  {
    about: 'a shape too large to count',
    header: entry([0, 4], { shape: [2 ** 40, 2 ** 40] }),
    says: /4 bytes for the shape/,
  },
  {
    about: 'a type that is not read',
    header: entry([0, 4], { dtype: 'I32' }),
    says: /type I32 is not F32, F16 or BF16/,
  },
  {
    about: 'a type with the name of an inherited property',
    header: entry([0, 4], { dtype: 'toString' }),
    says: /type toString is not F32/,
  },
];

for (const { about, header, says } of badTensors) {
  test(`a tensor with ${about} is refused by name`, async () => {
    await assert.rejects(openBytes(fileBytes(header, four)), {
      code: 'model.bad-tensor',
      message: new RegExp(`"x".*${says.source}`),
    });
  });
}

test('two tensors may not share bytes', async () => {
  const tensor = (start: number, end: number) => ({
    dtype: 'F32',
    shape: [(end - start) / 4],
    data_offsets: [start, end],
  });
  const overlapping = [
    { a: tensor(0, 8), b: tensor(4, 12) },
    { b: tensor(4, 8), a: tensor(0, 12) },
    { a: tensor(0, 8), b: tensor(0, 8) },
  ];
  for (const header of overlapping) {
    await assert.rejects(openBytes(fileBytes(header, new Uint8Array(12))), {
      code: 'model.bad-tensor',
      message: /bytes overlap those of/,
    });
  }
  await openBytes(fileBytes({ b: tensor(8, 12), a: tensor(0, 8) }, new Uint8Array(12)));
});

test('a missing tensor and one of another shape are refused by name', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'x.safetensors');
  await writeSafetensors(file, [{ name: 'x', shape: [2, 3], data: new Float32Array(6), type: 'F32' }], {});
  await using opened = await SafetensorsFile.open(file);
  await assert.rejects(opened.read('y', [2, 3], new Float32Array(6)), {
    code: 'model.bad-tensor',
    message: /"y" in .*x\.safetensors.*it is missing/,
  });
  for (const shape of [[3, 2], [6], [2, 3, 1], []]) {
    await assert.rejects(opened.read('x', shape, new Float32Array(6)), {
      code: 'model.bad-tensor',
      message: new RegExp(`\\[2, 3\\] where \\[${shape.join(', ')}\\] is needed`),
    });
  }
});

test('a file that is cut off while it is open is refused, not read as zeros', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'x.safetensors');
  await writeSafetensors(file, [{ name: 'x', shape: [4], data: new Float32Array(4), type: 'F32' }], {});
  const bytes = await readFile(file);
  await using opened = await SafetensorsFile.open(file);
  await writeFile(file, bytes.subarray(0, bytes.length - 4));
  await assert.rejects(opened.read('x', [4], new Float32Array(4)), {
    code: 'model.bad-safetensors',
    message: /ends at byte \d+, before its last tensor/,
  });
});

test('a file that is not there is refused by its path', async () => {
  await using folder = await temporaryFolder();
  await assert.rejects(SafetensorsFile.open(join(folder.path, 'none.safetensors')), {
    code: 'model.unreadable-file',
    message: /none\.safetensors.*ENOENT/,
  });
});
