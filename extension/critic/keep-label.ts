/** Keeps a function with the right label for training, and shows its wrong verdict no more. */
import * as vscode from 'vscode';
import {
  criticMethods,
  judgedSubjectSchema,
  type FunctionPlace,
  type JudgedSubject,
} from '../../trainer/protocol/critic-server.ts';
import { nothingToAsk, serverUnavailable } from '../errors/critique.ts';
import { t } from '../l10n.ts';
import type { Dismissals } from './dismissals.ts';
import { serverFailureOf } from './failure.ts';
import { feedbackPair, keepFeedback } from './feedback.ts';
import type { Findings } from './findings.ts';
import type { ServerLink } from './link.ts';

export interface LabelTools {
  readonly link: Pick<ServerLink, 'client'>;
  readonly findings: Findings;
  readonly dismissals: Dismissals;
  readonly feedbackFile: string;
}

export interface LabelledFunction {
  readonly place: FunctionPlace;
  readonly name: string;
  readonly subject: JudgedSubject;
}

/** What a critic is asked about a function as it stands now. Throws `critique.nothing-to-ask` and what the server answers. */
export async function subjectAt(
  { link }: LabelTools,
  place: FunctionPlace,
  name: string,
): Promise<JudgedSubject> {
  const client = await link.client();
  if (client === null) throw serverUnavailable();
  const answer = await client
    .sendRequest<unknown>(criticMethods.subject, place)
    .catch((cause: unknown) => Promise.reject(serverFailureOf(cause)));
  if (answer === null) throw nothingToAsk(name);
  return judgedSubjectSchema.parse(answer);
}

/** Throws `critique.feedback-not-kept`. */
export async function keepLabel(
  { findings, dismissals, feedbackFile }: LabelTools,
  { place, name, subject }: LabelledFunction,
  correct: boolean,
): Promise<void> {
  await keepFeedback(feedbackFile, feedbackPair(subject, correct));
  dismissals.dismissFunction({ hash: subject.hash, name, uri: place.uri });
  findings.forgetFunction(subject.hash);
  const words = correct
    ? t('{0} is kept as an example of correct code for the next training.', name)
    : t('{0} is kept as an example of incorrect code for the next training.', name);
  vscode.window.setStatusBarMessage(`$(thumbsdown) ${words}`, 8000);
}
