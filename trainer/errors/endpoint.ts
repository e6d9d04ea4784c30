/** What can go wrong when solutions are asked for: the server that is asked, and the transcript that is kept. */
import { reasonOf, TrainerError } from './error.ts';
import { systemCode } from './run.ts';

const startServer =
  'Start the server (Ollama: "ollama serve"; LM Studio: its local server; vLLM: "vllm serve") and check the address, which ends in /v1 for most.';

const resumable = 'what was answered is in the transcript, and --resume goes on from there';

export function badEndpointAddress(text: string): TrainerError {
  return new TrainerError(
    'endpoint.bad-address',
    `"${text}" cannot be the address of an endpoint.`,
    'Give its web address, such as http://localhost:11434/v1 for Ollama.',
  );
}

/** The address itself is not repeated: it has a password in it. */
export function credentialsInAddress(host: string): TrainerError {
  return new TrainerError(
    'endpoint.credentials',
    `The address of the endpoint ${host} has a name or a password in it, where others can read them.`,
    'Put the key into an environment variable, and give the name of that with --api-key-env.',
  );
}

export function noKey(variable: string): TrainerError {
  return new TrainerError(
    'endpoint.no-key',
    `The environment variable ${variable}, which --api-key-env names, is not set or empty.`,
    'Set it to the key of the endpoint, or leave --api-key-env out for a server that wants none.',
  );
}

export function badKey(variable: string): TrainerError {
  return new TrainerError(
    'endpoint.bad-key',
    `The environment variable ${variable} has characters that no key has, such as a space or a line break.`,
    'Set it to the key alone.',
  );
}

/** `said` is what the server answered, cleaned. */
export function keyRefused(address: string, said: string, variable: string | undefined): TrainerError {
  return new TrainerError(
    'endpoint.key-refused',
    variable === undefined
      ? `${address} wants a key, and none was given: ${said}.`
      : `${address} does not accept the key in ${variable}: ${said}.`,
    variable === undefined
      ? 'Put the key into an environment variable, and give the name of that with --api-key-env.'
      : 'Check that the key is whole, is for this server, and may use this model.',
  );
}

export function requestRejected(address: string, about: string, said: string, hint: string): TrainerError {
  return new TrainerError(
    'endpoint.rejected',
    `${address} does not answer about the problem ${about}: ${said}.`,
    hint,
  );
}

export function sentElsewhere(address: string, status: number, to: string): TrainerError {
  return new TrainerError(
    'endpoint.redirects',
    `${address} says ${status} and sends on to ${to}, which is not followed: prompts and keys go to the given address alone.`,
    'If that is the server you mean, give its address with --endpoint.',
  );
}

export function badEndpointAnswer(address: string, reason: string): TrainerError {
  return new TrainerError(
    'endpoint.bad-answer',
    `${address} does not answer as an OpenAI-compatible endpoint does: ${reason}.`,
    'Check the address; a proxy, a login page or another program may have answered in its place.',
  );
}

export function nobodyAnswers(address: string, reason: string): TrainerError {
  return new TrainerError('endpoint.not-running', `Nobody answers at ${address}: ${reason}.`, startServer);
}

export function endpointGivenUp(address: string, reason: string, attempts: number): TrainerError {
  const failed = attempts === 1 ? 'failed' : `failed ${attempts} times in a row, at last`;
  return new TrainerError(
    'endpoint.given-up',
    `Asking ${address} ${failed} because: ${reason}.`,
    `Look at the server, ask for less at once (--concurrency), or wait longer (--timeout); ${resumable}.`,
  );
}

export function transcriptExists(file: string): TrainerError {
  return new TrainerError(
    'sample.transcript-exists',
    `There is a transcript in ${file} already.`,
    'Go on from it with --resume, name another with --transcript, or delete it yourself: its answers may have cost something.',
  );
}

export function transcriptOfOther(file: string, field: string, found: string, asked: string): TrainerError {
  return new TrainerError(
    'sample.transcript-other',
    `The transcript ${file} is of another sampling: its ${field} is ${found}, not ${asked}.`,
    'Resume it with the same options and problems, or name another file with --transcript.',
  );
}

export function transcriptDamaged(file: string, line: number, reason: string): TrainerError {
  return new TrainerError(
    'sample.transcript-damaged',
    `Line ${line} of ${file} is no line of a transcript: ${reason}.`,
    'Restore the file from a copy, or name another with --transcript; nothing was changed.',
  );
}

export function transcriptFailed(action: string, file: string, cause: unknown): TrainerError {
  const isFull = ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(systemCode(cause) ?? '');
  return new TrainerError(
    'sample.transcript-failed',
    `${action} the transcript ${file} failed: ${reasonOf(cause)}`,
    isFull
      ? 'Free some space, then go on with --resume: the answers so far are kept.'
      : 'Check the folder and its permissions, or name another file with --transcript.',
    { cause },
  );
}
