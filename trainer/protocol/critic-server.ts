/**
 * What an editor and the critic server say to each other beyond the Language Server Protocol: options, settings, the
 * verdicts of a document as data (so that the editor can word them in its user's language), and a critique as it is
 * written. Lines count from 0 here, as in that protocol. Every message is a complete snapshot, never a difference.
 */
import { z } from 'zod';
import { languageSchema } from './data.ts';

const count = z.int().min(0);
const probability = z.number().min(0).max(1);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Names of the custom messages. */
export const criticMethods = {
  /** Editor to server, a notification: `CriticSettings`. */
  configure: 'critiqueCoder/configure',
  /** Editor to server, a notification: `VisibleDocuments`. */
  visible: 'critiqueCoder/visible',
  /** Editor to server, a notification: `CheckParams`. */
  check: 'critiqueCoder/check',
  /** Editor to server, a request: `FunctionPlace` → `Critique`; what is written comes before as `CritiqueProgress`. */
  critique: 'critiqueCoder/critique',
  /** Editor to server, a request: `FunctionPlace` → `JudgedSubject`, or null where there is nothing to ask. */
  subject: 'critiqueCoder/subject',
  /** Server to editor, a notification: `ServerState`. */
  state: 'critiqueCoder/state',
  /** Server to editor, a notification: `DocumentVerdicts`. */
  verdicts: 'critiqueCoder/verdicts',
} as const;

/** What a click on a lens executes in the editor, with a `FunctionPlace`; and, without a critic, how to choose one. */
export const criticCommands = {
  show: 'critiqueCoder.showCritique',
  choose: 'critiqueCoder.chooseCritic',
} as const;

/** When functions are judged without being asked about one by one. */
export const checkWhenSchema = z.enum(['onDemand', 'onSave', 'continuous']);
export type CheckWhen = z.infer<typeof checkWhenSchema>;

export const criticSettingsSchema = z.object({
  /** A critic folder; null for none. */
  critic: z.string().min(1).nullable(),
  when: checkWhenSchema,
  /** Documents of other languages have no lenses. */
  languages: z.array(languageSchema),
  /** Globs over paths relative to the workspace folder; documents that match have no lenses. */
  exclude: z.array(z.string()),
  /** Hashes of functions whose verdicts the user does not want to see. */
  dismissed: z.array(sha256),
  /** URIs of documents that the user does not want judged. */
  dismissedFiles: z.array(z.string()),
  /** Publish what is likely incorrect as diagnostics. */
  diagnostics: z.boolean(),
  /** The server ends itself after so many seconds without work or an edit; 0 for never. */
  idleSeconds: z.number().min(0),
});
export type CriticSettings = z.infer<typeof criticSettingsSchema>;

/** `initializationOptions` of `initialize`. Another protocol number is refused before anything else is read. */
export const criticServerOptionsSchema = z.object({
  protocol: z.int(),
  /** A folder of the server's own; verdicts are kept there. */
  storage: z.string().min(1),
  settings: criticSettingsSchema,
});
export type CriticServerOptions = z.infer<typeof criticServerOptionsSchema>;

export const criticInfoSchema = z.object({
  folder: z.string(),
  name: z.string(),
  /** Of its record, and through the hashes in it of all its files. */
  hash: sha256,
  heldOut: z
    .object({
      n: count,
      balancedAccuracy: probability.nullable(),
      tpr: probability.nullable(),
      tnr: probability.nullable(),
    })
    .nullable(),
  /** P(correct) from which a function is called correct; between `unsure.from` and `unsure.to` it is called nothing. */
  threshold: probability,
  unsure: z.object({ from: probability, to: probability }),
});
export type CriticInfo = z.infer<typeof criticInfoSchema>;

/** `idle` is the last word before the server ends itself for want of work. */
export const serverStateSchema = z.object({
  phase: z.enum(['noCritic', 'ready', 'failed', 'idle']),
  critic: criticInfoSchema.nullable(),
  /** Why the phase is `failed`. */
  problem: z.object({ code: z.string(), message: z.string(), hint: z.string() }).nullable(),
  /** Functions that wait for a verdict, the one being judged included. */
  waiting: count,
});
export type ServerState = z.infer<typeof serverStateSchema>;

/** What a critic can say of a function. */
export const opinionSchema = z.object({
  state: z.enum(['correct', 'incorrect', 'unsure', 'tooLong']),
  /** Calibrated probability that it is right; null where nothing was judged. */
  confidence: probability.nullable(),
});
export type Opinion = z.infer<typeof opinionSchema>;

export const functionVerdictSchema = z.object({
  /** The same over edits, as long as the function keeps its name and its order among those of the same name. */
  id: z.string(),
  name: z.string(),
  line: count,
  endLine: count,
  /** Of language, question and text: what a dismissal holds for. */
  hash: sha256,
  state: z.enum([
    ...opinionSchema.shape.state.options,
    'noCritic',
    'unchecked',
    'checking',
    'changed',
    'dismissed',
  ]),
  confidence: probability.nullable(),
  /** `undocumented`: nobody has said what it should do, so it is `unsure`. The others say who dismissed it. */
  reason: z.enum(['undocumented', 'comment', 'user']).nullable(),
  /** With `changed` and `checking`: what was said before the function changed. */
  earlier: opinionSchema.nullable(),
});
export type FunctionVerdict = z.infer<typeof functionVerdictSchema>;

/** One entry a function, always; none in a document that is excluded. Of a closed document nothing is said any more. */
export const documentVerdictsSchema = z.object({
  uri: z.string(),
  version: z.int(),
  functions: z.array(functionVerdictSchema),
});
export type DocumentVerdicts = z.infer<typeof documentVerdictsSchema>;

/** What the user sees, most important first; this is judged first. */
export const visibleDocumentsSchema = z.object({
  documents: z.array(z.object({ uri: z.string(), ranges: z.array(z.object({ first: count, last: count })) })),
});
export type VisibleDocuments = z.infer<typeof visibleDocumentsSchema>;

/** Judge one function, or all of the document that have no verdict. */
export const checkParamsSchema = z.object({ uri: z.string(), id: z.string().nullable() });
export type CheckParams = z.infer<typeof checkParamsSchema>;

export const functionPlaceSchema = z.object({
  uri: z.string(),
  id: z.string(),
  /** With `critique`: under this token `$/progress` brings the text as it is written. */
  partialResultToken: z.union([z.string(), z.int()]).optional(),
});
export type FunctionPlace = z.infer<typeof functionPlaceSchema>;

/** All that the first critique has so far; the one that is returned may be another, which concludes as the verdict does. */
export const critiqueProgressSchema = z.object({ text: z.string() });
export type CritiqueProgress = z.infer<typeof critiqueProgressSchema>;

/** `gone`: the function changed or vanished while it was judged. */
export const critiqueSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('judged'),
    opinion: opinionSchema,
    critique: z.string(),
    /** The words conclude otherwise: written after the verdict, or by a critic whose threshold is not where they draw the line. */
    concludesOtherwise: z.boolean().optional(),
  }),
  z.object({ kind: z.literal('undocumented') }),
  z.object({ kind: z.literal('gone') }),
]);
export type Critique = z.infer<typeof critiqueSchema>;

/** What a critic is asked about a function: with a label, a pair to learn from. */
export const judgedSubjectSchema = z.object({
  question: z.string(),
  solution: z.string(),
  language: languageSchema,
  hash: sha256,
});
export type JudgedSubject = z.infer<typeof judgedSubjectSchema>;
