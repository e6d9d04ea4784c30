import assert from 'node:assert/strict';
import { setImmediate as breathe } from 'node:timers/promises';
import { test } from 'node:test';
import { loadAll } from '../../../trainer/tasks/read.ts';
import { ScratchPool } from '../../../trainer/workspace/pool.ts';
import type { Scratch } from '../../../trainer/workspace/types.ts';
import { never } from '../../support/workspace/written.ts';

/** Copies that only know their number; `open` is what has been opened and not closed. */
function copies(most = Infinity): { readonly open: Set<string>; readonly make: () => Promise<Scratch> } {
  const open = new Set<string>();
  let made = 0;
  const make = (): Promise<Scratch> => {
    made += 1;
    const folder = String(made);
    if (made > most) return Promise.reject(new Error('no room'));
    open.add(folder);
    const nothing = (): Promise<never> => Promise.reject(new Error('not asked for here'));
    const close = (): Promise<void> => Promise.resolve(void open.delete(folder));
    const read = (file: string): Promise<string> => Promise.resolve(`${file} of ${folder}`);
    return Promise.resolve({
      folder,
      read,
      write: nothing,
      restore: nothing,
      run: nothing,
      [Symbol.asyncDispose]: close,
    });
  };
  return { open, make };
}

test('two pieces of work never have one copy, and results come in the order of the work', async () => {
  const { open, make } = copies();
  {
    await using pool = await ScratchPool.open(2, make);
    const busy = new Set<string>();
    const used = new Set<string>();
    const work = async (item: number, { scratch }: { scratch: Scratch }): Promise<number> => {
      assert.ok(!busy.has(scratch.folder));
      busy.add(scratch.folder);
      used.add(scratch.folder);
      for (let turn = 0; turn < 10 - item; turn++) await breathe();
      busy.delete(scratch.folder);
      return item;
    };
    assert.deepEqual(await loadAll(pool.map([1, 2, 3, 4, 5], work, never)), [1, 2, 3, 4, 5]);
    assert.deepEqual([...used].sort(), ['1', '2']);
    assert.equal(await pool.read('a.py'), 'a.py of 1');
  }
  assert.equal(open.size, 0);
});

test('a copy that is renewed is gone, and the fresh one takes its place', async () => {
  const { open, make } = copies();
  await using pool = await ScratchPool.open(1, make);
  const folders = pool.map(
    ['a', 'b'],
    async (item, lease) => {
      const before = lease.scratch.folder;
      if (item === 'a') await lease.renew();
      return [before, lease.scratch.folder];
    },
    never,
  );
  assert.deepEqual(await loadAll(folders), [
    ['1', '2'],
    ['2', '2'],
  ]);
  assert.deepEqual([...open], ['2']);
});

test('when one cannot be made, those before it are removed', async () => {
  const { open, make } = copies(2);
  await assert.rejects(ScratchPool.open(3, make), /no room/);
  assert.equal(open.size, 0);
});

test('what fails tells the other work, and its copy can be had again', async () => {
  const { open, make } = copies();
  await using pool = await ScratchPool.open(2, make);
  let told = false;
  const work = async (item: string, { signal }: { signal: AbortSignal }): Promise<void> => {
    if (item === 'bad') throw new Error('bad');
    while (!signal.aborted) await breathe();
    told = true;
  };
  await assert.rejects(loadAll(pool.map(['bad', 'good'], work, never)), /bad/);
  assert.ok(told);
  assert.deepEqual(await loadAll(pool.map(['a', 'b', 'c'], (item) => Promise.resolve(item), never)), [
    'a',
    'b',
    'c',
  ]);
  assert.equal(open.size, 2);
});
