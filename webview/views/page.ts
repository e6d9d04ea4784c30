/** What views need to draw and to answer: the state, and where events and requests go. */
import type { PanelRequest } from '../../trainer/protocol/panel-request.ts';
import type { PanelEvent } from '../state/reducer.ts';
import type { Open, PanelState } from '../state/state.ts';

export interface Page {
  readonly state: PanelState;
  readonly dispatch: (event: PanelEvent) => void;
  readonly ask: (request: PanelRequest) => void;
}

export const open = ({ dispatch }: Page, change: Partial<Open>): void => dispatch({ type: 'opened', change });
