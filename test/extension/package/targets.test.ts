/** Every target's parts are in the packages that the lockfile names. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { targets } from '../../../extension/package/targets.ts';
import { repository } from '../../process/program.ts';

const runtimeFolder = join(repository, 'node_modules', 'onnxruntime-node', 'bin', 'napi-v6');

for (const { name, platform, arch, runtime, deno } of targets) {
  test(`the binding for ${name} names the library that is shipped beside it`, async () => {
    const folder = join(runtimeFolder, platform, arch);
    const binding = await readFile(join(folder, 'onnxruntime_binding.node'));
    assert.ok(binding.includes(runtime), `${runtime} is named`);
    assert.ok((await readFile(join(folder, runtime))).length > 1e7, `${runtime} is there`);
  });

  test(`the lockfile pins the Deno of ${name} by its content`, async () => {
    const lock = JSON.parse(await readFile(join(repository, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { version?: string; integrity?: string } | undefined>;
    };
    const pinned = lock.packages[`node_modules/${deno}`];
    assert.equal(pinned?.version, lock.packages['node_modules/deno']?.version);
    assert.match(pinned?.integrity ?? '', /^sha512-/);
  });
}
