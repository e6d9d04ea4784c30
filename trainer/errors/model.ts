import { reasonOf, TrainerError } from './error.ts';

export function badModelConfig(file: string, problems: readonly string[]): TrainerError {
  return new TrainerError(
    'model.bad-config',
    `The model configuration ${file} cannot be used: ${problems.join('; ')}.`,
    'Point at a folder in Hugging Face layout whose config.json describes a decoder of a supported family.',
  );
}

export function unsupportedArchitecture(
  file: string,
  architecture: string,
  supported: readonly string[],
): TrainerError {
  return new TrainerError(
    'model.unsupported-architecture',
    `${file} describes the architecture "${architecture}", which is not supported.`,
    `Use a checkpoint of one of these families: ${supported.join(', ')}.`,
  );
}

export function unreadableModelFile(file: string, cause: unknown): TrainerError {
  return new TrainerError(
    'model.unreadable-file',
    `The model file ${file} cannot be read: ${reasonOf(cause)}.`,
    'Check that the folder is complete: config.json, tokenizer.json, and model.safetensors or all files that its index names.',
    { cause },
  );
}

export function badSafetensors(file: string, rule: string): TrainerError {
  return new TrainerError(
    'model.bad-safetensors',
    `${file} is not a sound safetensors file: ${rule}.`,
    'The file is cut off or damaged: copy or download it again.',
  );
}

export function badWeightIndex(file: string, rule: string): TrainerError {
  return new TrainerError(
    'model.bad-index',
    `The index of weights ${file} cannot be used: ${rule}.`,
    'It is damaged or was made by another program: copy or download the checkpoint again.',
  );
}

export function missingShard(file: string, index: string): TrainerError {
  return new TrainerError(
    'model.missing-shard',
    `The weights ${file} are missing: ${index} lists them as a part of the model.`,
    'Copy or download the file again, or take a model that is whole.',
  );
}

export function badChatTemplate(file: string, rule: string): TrainerError {
  return new TrainerError(
    'model.bad-chat-template',
    `The chat template in ${file} cannot be used: ${rule}.`,
    'Put one that works into chat_template.jinja beside it; that file goes before tokenizer_config.json.',
  );
}

export function badTensor(file: string, name: string, rule: string): TrainerError {
  return new TrainerError(
    'model.bad-tensor',
    `The tensor "${name}" in ${file} does not fit the model: ${rule}.`,
    'config.json and the safetensors files must come from the same checkpoint.',
  );
}

export function folderNotEmpty(directory: string): TrainerError {
  return new TrainerError(
    'model.folder-not-empty',
    `The model cannot be written to ${directory}: something is there already.`,
    'Name a folder that does not exist yet, or an empty one.',
  );
}
