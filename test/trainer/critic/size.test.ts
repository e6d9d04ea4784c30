import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { exportBytes, networkBytes } from '../../../trainer/critic/size.ts';
import { writeNetwork } from '../../../trainer/critic/write-network.ts';
import { parameterCount, parameterSpecs } from '../../../trainer/model/parameters.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { tinyConfig, tinyModel } from '../../support/tiny-model.ts';

for (const precision of ['fp32', 'int8', 'int4'] as const) {
  test(`the numbers of a network in ${precision} take the bytes that are said before`, async () => {
    const config = tinyConfig({ hiddenSize: 64, intermediateSize: 96 });
    await using model = await tinyModel(config);
    await using folder = await temporaryFolder();
    await writeNetwork(model.path, folder.path, precision);
    const { size } = await stat(join(folder.path, 'model.onnx.data'));
    assert.equal(networkBytes(config, precision), size);
  });
}

test('an export needs the checkpoint as a model, and with fewer bits the network at full precision too', () => {
  const config = tinyConfig();
  const model = 4 * parameterCount(parameterSpecs(config));
  const full = networkBytes(config, 'fp32');
  assert.equal(exportBytes(config, 'fp32'), model + full);
  assert.equal(exportBytes(config, 'int4'), model + full + networkBytes(config, 'int4'));
});
