/** Whether what is to be loaded can be computed with: known before its weights are asked for. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { unsupportedModel } from '../errors/hub.ts';
import { unreadableModelFile } from '../errors/model.ts';
import { familyName, supportedFamilies } from '../model/families.ts';

/** Throws `hub.unsupported`. */
export function checkModelType(id: string, modelType: unknown): void {
  if (familyName(modelType) === undefined) throw unsupportedModel(id, String(modelType), supportedFamilies);
}

const configSchema = z.looseObject({ model_type: z.unknown() });

/** The same of a config.json, where the hub does not say what the model is. */
export async function checkConfigFile(id: string, file: string): Promise<void> {
  checkModelType(id, (await readConfig(file)).model_type);
}

async function readConfig(file: string): Promise<z.infer<typeof configSchema>> {
  try {
    return configSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    throw unreadableModelFile(file, cause);
  }
}
