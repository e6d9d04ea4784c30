/** Which files of a repository training needs: a decoder's configuration, tokenizer and safetensors, and never a pickle. */
import { notATrainableModel } from '../errors/hub.ts';
import {
  chatTemplateFile,
  configFile,
  generationConfigFile,
  tokenizerConfigFile,
  tokenizerFile,
  weightIndexFile,
  weightsFile,
} from '../model/files.ts';

export const neededFiles = [configFile, tokenizerFile, tokenizerConfigFile] as const;

const useful = new Set<string>([
  ...neededFiles,
  generationConfigFile,
  'special_tokens_map.json',
  chatTemplateFile,
]);

/** Weights that belong to another loader, or to something that is no whole model. */
const foreignWeights = /^(consolidated|adapter_)/;

/** In the order of the listing. Throws `hub.not-trainable` where something is missing. */
export function chosenFiles<T>(
  listed: readonly T[],
  nameOf: (file: T) => string,
  model: { readonly id: string; readonly page: string },
): readonly T[] {
  const names = new Set(listed.map(nameOf));
  const weights = weightsAmong(names);
  const missing = neededFiles.filter((name) => !names.has(name));
  if (missing.length > 0 || weights.size === 0) {
    throw notATrainableModel(
      model.id,
      [...missing, ...(weights.size === 0 ? [weightsFile] : [])],
      model.page,
    );
  }
  return listed.filter((file) => useful.has(nameOf(file)) || weights.has(nameOf(file)));
}

/** One file, or an index with all that lies beside it; a repository with both would be loaded twice. */
function weightsAmong(names: ReadonlySet<string>): ReadonlySet<string> {
  if (names.has(weightsFile)) return new Set([weightsFile]);
  if (!names.has(weightIndexFile)) return new Set();
  const parts = [...names].filter(
    (name) => /^\w[\w.-]*\.safetensors$/.test(name) && !foreignWeights.test(name),
  );
  return parts.length === 0 ? new Set() : new Set([weightIndexFile, ...parts]);
}
