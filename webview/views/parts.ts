/** Small parts that several views share. Texts of others always become text nodes, with what is hidden written out. */
import { html, nothing, type TemplateResult } from 'lit';
import type { CutText } from '../../trainer/protocol/panel.ts';
import type { TextPlace } from '../../trainer/protocol/panel-request.ts';
import { t } from '../l10n.ts';
import { visible } from '../samples/visible.ts';
import { textKey } from '../state/state.ts';
import type { Page } from './page.ts';

export const icon = (name: string, more = ''): TemplateResult =>
  html`<span class="codicon codicon-${name} ${more}" aria-hidden="true"></span>`;

/** One of several facts in a line. */
export const fact = (text: string): TemplateResult => html`<span class="fact quiet">${text}</span>`;

export interface ButtonOptions {
  readonly label: string;
  readonly icon: string;
  readonly secondary?: boolean;
  readonly onClick: () => void;
}

export const button = ({ label, icon: name, secondary = false, onClick }: ButtonOptions): TemplateResult =>
  html`<vscode-button ?secondary=${secondary} @click=${onClick} @keydown=${keepPlace}>
    <span slot="content-before" class="codicon codicon-${name}" aria-hidden="true"></span>${label}
  </vscode-button>`;

/** The element is no button of the browser's: it clicks itself on a space, which scrolls the page unless it is kept. */
function keepPlace(event: KeyboardEvent): void {
  if (event.key === ' ') event.preventDefault();
}

/** A button that is an icon; the label is its name and its tooltip. */
export const iconButton = (name: string, label: string, onClick: () => void): TemplateResult =>
  html`<button class="icon-button" type="button" title=${label} aria-label=${label} @click=${onClick}>
    ${icon(name)}
  </button>`;

/** A cut text, with a button for the next piece of it. */
export function longText(page: Page, { text, length }: CutText, place: TextPlace): TemplateResult {
  const known = page.state.texts[textKey(place)];
  const shown = known === undefined ? text : known;
  const left = length - shown.length;
  const more = (): void => page.ask({ type: 'text', place, from: known === undefined ? 0 : known.length });
  return html`<pre class="text" tabindex="0" role="group" aria-label=${fieldTitle(place.field)}>
${visible(shown)}</pre>
    ${
      left <= 0
        ? nothing
        : html`<button class="link" type="button" @click=${more}>
            ${t('Show more (characters left: {0})', left)}
          </button>`
    }`;
}

function fieldTitle(field: TextPlace['field']): string {
  const titles: Readonly<Record<TextPlace['field'], string>> = {
    prompt: t('Prompt'),
    text: t('Completion'),
    sandbox: t('Sandbox'),
  };
  return titles[field];
}

export interface NoteOptions {
  readonly kind: 'info' | 'warning' | 'error';
  readonly message: string;
  readonly hint?: string;
  readonly actions?: TemplateResult | typeof nothing;
}

const noteIcons = { info: 'info', warning: 'warning', error: 'error' } as const;

export const note = ({ kind, message, hint = '', actions = nothing }: NoteOptions): TemplateResult =>
  html`<section class="note note-${kind}" role=${kind === 'error' ? 'alert' : 'status'}>
    ${icon(noteIcons[kind])}
    <div class="note-body">
      <p>${visible(message)}</p>
      ${hint === '' ? nothing : html`<p class="quiet">${visible(hint)}</p>`}
      ${actions === nothing ? nothing : html`<div class="buttons">${actions}</div>`}
    </div>
  </section>`;

/** Nothing to show yet, or here. */
export const emptyText = (text: string): TemplateResult => html`<p class="empty">${text}</p>`;
