/** Folders with adapters in PEFT's layout. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeSafetensors } from '../../trainer/model/safetensors.ts';
import { normalArray } from './random-arrays.ts';
import { temporaryFolder, type TemporaryFolder } from './temporary-folder.ts';
import { tinyConfig } from './tiny-model.ts';

/** The model that they are for: one layer, and a head of its own. */
export const adaptedConfig = tinyConfig({ layers: 1, tiedHead: false });
export const layerPrefix = 'base_model.model.model.layers.0';

export type Shapes = Readonly<Record<string, readonly number[]>>;

/** A and B of rank 2 for one projection of the model. */
export const ofValue: Shapes = {
  [`${layerPrefix}.self_attn.v_proj.lora_A.weight`]: [2, 16],
  [`${layerPrefix}.self_attn.v_proj.lora_B.weight`]: [32, 2],
};

/** The fields that PEFT writes for it. */
export const plainFields = {
  peft_type: 'LORA',
  r: 2,
  lora_alpha: 3,
  bias: 'none',
  use_dora: false,
  rank_pattern: {},
};

/** A folder with adapters of random numbers. */
export async function adapterFolder(shapes: Shapes, fields: object = plainFields): Promise<TemporaryFolder> {
  const folder = await temporaryFolder();
  await writeFile(join(folder.path, 'adapter_config.json'), JSON.stringify(fields));
  const tensors = Object.entries(shapes).map(([name, shape], index) => ({
    name,
    shape,
    data: normalArray(
      shape.reduce((product, size) => product * size, 1),
      index,
    ),
    type: 'F32' as const,
  }));
  await writeSafetensors(join(folder.path, 'adapter_model.safetensors'), tensors, { format: 'pt' });
  return folder;
}
