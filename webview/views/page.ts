/** What views need to draw and to answer: the state, and where events and requests go. */
import type { PanelRequest } from '../../trainer/protocol/panel-request.ts';
import type { PanelEvent } from '../state/reducer.ts';
import type { Open, PanelState } from '../state/state.ts';

export interface Page {
  readonly state: PanelState;
  readonly dispatch: (event: PanelEvent) => void;
  readonly ask: (request: PanelRequest) => void;
}

/** Whether something is unfolded, and what notes that it was folded or unfolded. */
export function folding(
  page: Page,
  key: string,
): { readonly isOpen: boolean; readonly toggled: (event: Event) => void } {
  const isOpen = page.state.open.unfolded.includes(key);
  return {
    isOpen,
    toggled: ({ target }) => {
      if (!(target instanceof HTMLDetailsElement) || target.open === isOpen) return;
      page.dispatch({ type: 'folded', key, isOpen: target.open });
    },
  };
}

export const open = ({ dispatch }: Page, change: Partial<Open>): void => dispatch({ type: 'opened', change });
