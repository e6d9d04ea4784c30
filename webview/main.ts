/** The panel's page: what the host says changes the state, the state is drawn, and what follows from it is asked for. */
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import '@vscode-elements/elements/dist/vscode-tabs/index.js';
import '@vscode-elements/elements/dist/vscode-tab-header/index.js';
import '@vscode-elements/elements/dist/vscode-tab-panel/index.js';
import '@vscode/codicons/dist/codicon.css';
import 'uplot/dist/uPlot.min.css';
import { render } from 'lit';
import type { PanelMessage } from '../trainer/protocol/panel.ts';
import type { PanelRequest } from '../trainer/protocol/panel-request.ts';
import type { Bundle } from '../trainer/protocol/translate.ts';
import { PROTOCOL_VERSION } from '../trainer/protocol/version.ts';
import './charts/chart-element.ts';
import { useLanguage } from './l10n.ts';
import { followScroll, restoredScroll } from './scroll.ts';
import type { PanelEvent } from './state/reducer.ts';
import { reduce } from './state/reducer.ts';
import { requestsOf, viewOf } from './state/requests.ts';
import { initialState, restoredOpen } from './state/state.ts';
import './style/panel.css';
import { app } from './views/app.ts';

declare function acquireVsCodeApi(): {
  postMessage(message: PanelRequest): void;
  getState(): unknown;
  setState(state: unknown): void;
};

const vscode = acquireVsCodeApi();
const ask = (request: PanelRequest): void => vscode.postMessage(request);
const place = document.querySelector<HTMLElement>('#panel') ?? document.body;
const { language = 'en', words = '{}' } = place.dataset;
useLanguage(language, JSON.parse(words) as Bundle);

const kept = vscode.getState();
let state = initialState(restoredOpen(kept));
let drawing = 0;
const scroll = followScroll(restoredScroll(kept), keep);

/** Outlives the page. */
function keep(): void {
  vscode.setState({ ...state.open, scroll: scroll.place });
}

function dispatch(event: PanelEvent): void {
  const previous = state;
  state = reduce(previous, event);
  if (state.open.focusId !== previous.open.focusId) scroll.toTop();
  if (state.open !== previous.open) keep();
  for (const request of requestsOf(previous, state)) ask(request);
  // Several changes within a frame are drawn once.
  drawing ||= requestAnimationFrame(draw);
}

function draw(): void {
  drawing = 0;
  render(app({ state, dispatch, ask }), place);
  scroll.drawn();
}

// Only VS Code can post to this page; what it posts was checked by the host.
addEventListener('message', ({ data }: MessageEvent<PanelMessage>) =>
  dispatch({ type: 'told', message: data }),
);

draw();
ask({ type: 'ready', protocol: PROTOCOL_VERSION, view: viewOf(state) });
