/** What can go wrong when a critic is calibrated or looks for functions. */
import { reasonOf, TrainerError } from './error.ts';

export function oneClassValidation(n: number, correct: number): TrainerError {
  const found =
    n === 0 ? 'the validation set is empty' : `all ${n} are ${correct === 0 ? 'incorrect' : 'correct'}`;
  return new TrainerError(
    'critic.one-class',
    `Calibrating a critic needs correct and incorrect validation pairs, but ${found}.`,
    'Give a validation set with pairs of both kinds, about half of each and 100 or more in total.',
  );
}

export function badLogit(index: number, logit: number): TrainerError {
  return new TrainerError(
    'critic.bad-logit',
    `Calibrating a critic needs finite logits, but that of validation pair ${index} is ${logit}.`,
    'The weights have probably diverged: calibrate an earlier checkpoint.',
  );
}

export function grammarUnavailable(file: string, cause: unknown): TrainerError {
  return new TrainerError(
    'critic.grammar-unavailable',
    `Loading the grammar ${file} failed: ${reasonOf(cause)}`,
    'Reinstall the package; its folder of .wasm files is incomplete or damaged.',
    { cause },
  );
}

export function parseTookTooLong(milliseconds: number, characters: number): TrainerError {
  return new TrainerError(
    'critic.parse-too-long',
    `Looking for functions in a source of ${characters} characters took more than ${milliseconds} ms.`,
    'Leave this file out, or split it; generated and minified files are not worth judging.',
  );
}

export function undividedVerdict(correct: Int32Array, incorrect: Int32Array): TrainerError {
  return new TrainerError(
    'critic.undivided-verdict',
    `The tokenizer writes \\conclusion{T} as [${correct.join(', ')}] and \\conclusion{F} as [${incorrect.join(', ')}], ` +
      'which do not part at a token.',
    'Use a checkpoint whose tokenizer can write both conclusions.',
  );
}

export function badCriticFolder(file: string, cause: unknown): TrainerError {
  return new TrainerError(
    'critic.bad-folder',
    `The critic file ${file} cannot be used: ${reasonOf(cause)}`,
    'Point at a folder made by "critique-coder export" or by a finished run (runs/<id>/critic).',
    { cause },
  );
}

export function templateMismatch(directory: string, found: number, known: number): TrainerError {
  return new TrainerError(
    'critic.template-mismatch',
    `The critic in ${directory} was trained with version ${found} of the critique prompt, but this program has version ${known}.`,
    'Export the critic again with this version, or use the version that made it.',
  );
}

export function networkMismatch(directory: string, found: number, known: number): TrainerError {
  return new TrainerError(
    'critic.network-mismatch',
    `The critic in ${directory} has a network of version ${found}, but this program asks networks of version ${known}.`,
    'Export the critic again with this version, or use the version that made it.',
  );
}

export function unknownSourceLanguage(file: string, endings: readonly string[]): TrainerError {
  return new TrainerError(
    'critic.unknown-language',
    `The language of ${file} is not known from its name.`,
    `Name files that end in one of ${endings.join(', ')}.`,
  );
}

export function unreadableSource(file: string, cause: unknown): TrainerError {
  return new TrainerError(
    'critic.unreadable-source',
    `Reading ${file} failed: ${reasonOf(cause)}`,
    'Check the path and the permissions.',
    { cause },
  );
}

export function notACriticFolder(directory: string): TrainerError {
  return new TrainerError(
    'critic.target-occupied',
    `The critic cannot be written to ${directory}: a file, or a folder with other things in it, is there.`,
    'Name a folder that does not exist yet, or an earlier critic, which is replaced.',
  );
}
