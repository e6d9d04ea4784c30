/** What the start of a run needs to know of the window it is started from. */

export interface Place {
  /** The folder for runs. */
  readonly root: string;
  readonly kind: 'workspace' | 'storage' | 'other';
  /** The workspace folder's name; empty for the others. */
  readonly name: string;
}

export interface StartFacts {
  /** Every `critique-coder.json` of the workspace, by absolute path, with the path as the workspace shows it. */
  readonly configurations: readonly { readonly file: string; readonly shown: string }[];
  readonly places: readonly Place[];
  /** Whether a folder of a disk is open, so that there may be functions and tests. */
  readonly hasFolder: boolean;
  /** Labelled solutions that were made of this workspace last; none, or one file. */
  readonly workspacePairs: readonly string[];
  /** Labelled solutions that the user has corrected; files that hold some. */
  readonly feedbackFiles: readonly string[];
}
