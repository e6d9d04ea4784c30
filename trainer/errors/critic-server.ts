/** What can go wrong between an editor and the critic server. */
import { TrainerError } from './error.ts';

export function serverProtocolMismatch(found: unknown, known: number): TrainerError {
  return new TrainerError(
    'critic-server.protocol',
    `The editor speaks version ${JSON.stringify(found)} of the critic server's protocol, and this server version ${known}.`,
    'Install the editor’s extension and the server from the same release.',
  );
}

export function badServerMessage(method: string, problem: string): TrainerError {
  return new TrainerError(
    'critic-server.bad-message',
    `The critic server cannot read the message ${method}: ${problem}.`,
    'docs/protocol.md describes the messages; send what it says.',
  );
}

export function noFunctionThere(uri: string, id: string): TrainerError {
  return new TrainerError(
    'critic-server.no-function',
    `There is no function "${id}" in ${uri} that can be judged.`,
    'It may just have been renamed or removed: look at the document again.',
  );
}

export function noCriticChosen(): TrainerError {
  return new TrainerError(
    'critic-server.no-critic',
    'No critic is chosen, so nothing can be judged.',
    'Train a critic, or choose the folder of one.',
  );
}
