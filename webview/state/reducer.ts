/** The only way in which the page's state changes. Pure. */
import type { PanelMessage } from '../../trainer/protocol/panel.ts';
import { SHOWN_RUNS } from './limits.ts';
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
      const next = { ...state, snapshot: message };
      const { focus } = message;
      if (focus === null || focus.id === state.open.focusId) return next;
      return opened(next, { runs: focus.runs, focusId: focus.id, range: null, samplesFrom: null });
    }
    case 'samples':
      return { ...state, samples: message, texts: {} };
    case 'log':
      return { ...state, log: message };
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

/** What was unfolded longest ago is forgotten first. */
const MOST_UNFOLDED = 200;

function unfolded({ open }: PanelState, key: string, isOpen: boolean): readonly string[] {
  const others = open.unfolded.filter((each) => each !== key);
  return isOpen ? [...others, key].slice(-MOST_UNFOLDED) : others;
}

function opened(state: PanelState, change: Partial<Open>): PanelState {
  const open = { ...state.open, ...change };
  const focusMoved = open.runs[0] !== state.open.runs[0];
  return {
    ...state,
    open,
    // What was told of another run would be read as this one's.
    ...(focusMoved ? { samples: null, log: null, logPages: 1, texts: {} } : {}),
  };
}

function compared({ open, snapshot }: PanelState, folder: string, shown: boolean): readonly string[] {
  const drawn = open.runs.length > 0 ? open.runs : (snapshot?.shown ?? []).map((run) => run.folder);
  const others = drawn.filter((known) => known !== folder);
  return shown ? [...others, folder].slice(0, SHOWN_RUNS) : others;
}
