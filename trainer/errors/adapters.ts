import { TrainerError } from './error.ts';

export function badAdapters(file: string, rule: string): TrainerError {
  return new TrainerError(
    'adapters.unusable',
    `The adapters ${file} cannot be used: ${rule}.`,
    'Point at a folder with LoRA adapters in the layout of PEFT that were trained on this base model.',
  );
}

export function unsupportedAdapters(file: string, field: string, value: unknown, rule: string): TrainerError {
  return new TrainerError(
    'adapters.unsupported',
    `The adapters ${file} cannot be used: ${field} is ${JSON.stringify(value)}, ${rule}.`,
    'Merge them into their base model with PEFT (merge_and_unload), and use the merged model as the base.',
  );
}

export function adaptersDiffer(file: string, rule: string): TrainerError {
  return new TrainerError(
    'adapters.different',
    `The adapters ${file} are not those that are trained here: ${rule}.`,
    'Training goes on from adapters of one rank and alpha in all layers; others can be merged into the base model first.',
  );
}

export function baseChanged(base: string, recorded: string, found: string): TrainerError {
  return new TrainerError(
    'adapters.base-changed',
    `The base model ${base} is not the one that these adapters were trained on: its weights have the SHA-256 ` +
      `${found.slice(0, 12)}…, and ${recorded.slice(0, 12)}… was recorded.`,
    'Put the original weights back; adapters mean nothing on others.',
  );
}

export function baseIsTrained(): TrainerError {
  return new TrainerError(
    'adapters.none',
    'The engine cannot score by its base model: it trains that model itself, so the base is not there any more.',
    'Open a second engine on the base, or train adapters.',
  );
}
