/** The only way in which the page's state changes. Pure. */
import type { PanelMessage } from '../../trainer/protocol/panel.ts';
import type { Snapshot } from '../../trainer/protocol/panel-snapshot.ts';
import { SHOWN_RUNS } from './limits.ts';
import { changed, logWanted, samplesWanted } from './requests.ts';
import type { Open, PanelState } from './state.ts';
import { textKey } from './state.ts';

export type PanelEvent =
  | { readonly type: 'told'; readonly message: PanelMessage }
  /** The user opened or chose something. */
  | { readonly type: 'opened'; readonly change: Partial<Open> }
  | { readonly type: 'folded'; readonly key: string; readonly isOpen: boolean }
  /** Another run in focus; it keeps no other over it. */
  | { readonly type: 'run-chosen'; readonly folder: string }
  /** Draws a run over the one in focus, or no longer. */
  | { readonly type: 'run-compared'; readonly folder: string; readonly shown: boolean }
  | { readonly type: 'older-log' }
  | { readonly type: 'failure-dismissed' };

export function reduce(state: PanelState, event: PanelEvent): PanelState {
  switch (event.type) {
    case 'told':
      return told(state, event.message);
    case 'opened':
      return opened(state, event.change);
    case 'folded':
      return opened(state, { unfolded: unfolded(state, event.key, event.isOpen) });
    case 'run-chosen':
      return opened(state, { runs: [event.folder], range: null, samplesFrom: null });
    case 'run-compared':
      return opened(state, { runs: compared(state, event.folder, event.shown), range: null });
    case 'older-log':
      return { ...state, logPages: state.logPages + 1 };
    case 'failure-dismissed':
      return { ...state, failure: null };
  }
}

function told(state: PanelState, message: PanelMessage): PanelState {
  switch (message.type) {
    case 'snapshot': {
      const next = {
        ...state,
        snapshot: message,
        ...(inFocus(message) === inFocus(state.snapshot) ? {} : untold),
      };
      const { focus } = message;
      if (focus === null || focus.id === state.open.focusId) return next;
      return opened(next, { runs: focus.runs, focusId: focus.id, range: null, samplesFrom: null });
    }
    // The host answers as it is done, so an answer may come after the one to a later question.
    case 'samples':
      if (changed(message.query, samplesWanted(state))) return state;
      return { ...state, samples: message, texts: {} };
    case 'log':
      return changed(message.query, logWanted(state)) ? state : { ...state, log: message };
    case 'text': {
      const key = textKey(message.place);
      const known = state.texts[key] ?? '';
      return { ...state, texts: { ...state.texts, [key]: known.slice(0, message.from) + message.text } };
    }
    case 'failed':
      return { ...state, failure: { message: message.message, hint: message.hint } };
    case 'refused':
      return { ...state, refused: message.message };
  }
}

const inFocus = (snapshot: Snapshot | null): string | undefined => snapshot?.shown[0]?.folder;

/** Where another run comes into focus: what was told of the one before would be read as this one's. */
const untold = { samples: null, log: null, logPages: 1, texts: {} } as const;

/** What was unfolded longest ago is forgotten first. */
const MOST_UNFOLDED = 200;

function unfolded({ open }: PanelState, key: string, isOpen: boolean): readonly string[] {
  const others = open.unfolded.filter((each) => each !== key);
  return isOpen ? [...others, key].slice(-MOST_UNFOLDED) : others;
}

function opened(state: PanelState, change: Partial<Open>): PanelState {
  return { ...state, open: { ...state.open, ...change } };
}

/** Runs that are gone are no longer drawn, so they take no place of the six. */
function compared({ open, snapshot }: PanelState, folder: string, shown: boolean): readonly string[] {
  const there = new Set((snapshot?.runs ?? []).map((run) => run.folder));
  const chosen = open.runs.filter((run) => there.has(run));
  const drawn = chosen.length > 0 ? chosen : (snapshot?.shown ?? []).map((run) => run.folder);
  const others = drawn.filter((known) => known !== folder);
  return shown ? [...others, folder].slice(0, SHOWN_RUNS) : others;
}
