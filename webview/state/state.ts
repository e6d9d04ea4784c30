/** What the page knows: what it was told last, and what is open. Only the latter is its own, and outlives it. */
import type { LogAnswer, SamplesAnswer } from '../../trainer/protocol/panel.ts';
import type {
  Axis,
  LogLevel,
  Range,
  SamplePlace,
  SampleQuery,
  TextPlace,
} from '../../trainer/protocol/panel-request.ts';
import type { Snapshot } from '../../trainer/protocol/panel-snapshot.ts';

export const tabs = ['charts', 'samples', 'log', 'details'] as const;
export type Tab = (typeof tabs)[number];

/** What is open and chosen; kept by VS Code while the page is hidden or the window is closed. */
export interface Open {
  /** Folders, the one in focus first; empty follows the newest run. */
  readonly runs: readonly string[];
  readonly tab: Tab;
  readonly axis: Axis;
  /** Weight of the past in the moving average; 0 draws the values themselves. */
  readonly smoothing: number;
  readonly range: Range | null;
  readonly otherMetrics: boolean;
  /** Tables, samples and completions that are unfolded, by key; a folded table costs nothing. */
  readonly unfolded: readonly string[];
  readonly filter: Pick<SampleQuery, 'task' | 'reward' | 'timeouts'>;
  /** Where the page of samples begins; null is the newest step. */
  readonly samplesFrom: SamplePlace | null;
  readonly level: LogLevel;
  readonly onlyDifferences: boolean;
  /** The last wish of the host that was followed. */
  readonly focusId: string | null;
}

export interface PanelState {
  readonly open: Open;
  readonly snapshot: Snapshot | null;
  readonly samples: SamplesAnswer | null;
  readonly log: LogAnswer | null;
  readonly logPages: number;
  /** What was asked for of long texts, by `textKey`. */
  readonly texts: Readonly<Record<string, string>>;
  readonly failure: { readonly message: string; readonly hint: string } | null;
  /** The page is of another version than the host. */
  readonly refused: string | null;
}

export const initialOpen: Open = {
  runs: [],
  tab: 'charts',
  axis: 'step',
  smoothing: 0.6,
  range: null,
  otherMetrics: false,
  unfolded: [],
  filter: { task: 'any', reward: 'any', timeouts: false },
  samplesFrom: null,
  level: 'info',
  onlyDifferences: true,
  focusId: null,
};

export const initialState = (open: Open): PanelState => ({
  open,
  snapshot: null,
  samples: null,
  log: null,
  logPages: 1,
  texts: {},
  failure: null,
  refused: null,
});

/**
 * What VS Code kept, which an earlier version of this page may have written: a part of another form is left to its
 * default, and the host checks the rest.
 */
export function restoredOpen(kept: unknown): Open {
  if (typeof kept !== 'object' || kept === null) return initialOpen;
  const entries = Object.entries(initialOpen).map(([key, standard]: [string, unknown]) => {
    const found: unknown = Reflect.get(kept, key);
    return [key, sameForm(found, standard) ? found : standard];
  });
  const open = Object.fromEntries(entries) as unknown as Open;
  return tabs.includes(open.tab) ? open : { ...open, tab: initialOpen.tab };
}

/** What is null by default may be an object or a text. */
function sameForm(found: unknown, standard: unknown): boolean {
  if (standard === null)
    return found !== undefined && typeof found !== 'number' && typeof found !== 'boolean';
  return (
    found !== null && typeof found === typeof standard && Array.isArray(found) === Array.isArray(standard)
  );
}

export const textKey = ({ run, step, row, completion, field }: TextPlace): string =>
  JSON.stringify([run, step, row, completion, field]);
