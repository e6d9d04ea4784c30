/** Other runs that are drawn over the one in focus, each told by its colour and its dashes. */
import { html, nothing, type TemplateResult } from 'lit';
import type { RunChoice, RunView } from '../../trainer/protocol/panel-snapshot.ts';
import { stateTitle } from '../../trainer/protocol/titles.ts';
import { swatch } from '../charts/swatch.ts';
import { locale, t } from '../l10n.ts';
import { SHOWN_RUNS } from '../state/limits.ts';
import type { Page } from './page.ts';

export function compareSection(
  { dispatch }: Page,
  runs: readonly RunChoice[],
  shown: readonly RunView[],
): TemplateResult | typeof nothing {
  const focus = shown[0]?.folder;
  const others = runs.filter(({ folder }) => folder !== focus);
  if (others.length === 0) return nothing;
  const styleOf = (folder: string): number => shown.findIndex((run) => run.folder === folder);
  const full = shown.length >= SHOWN_RUNS;
  return html`<details class="compare" ?open=${shown.length > 1}>
    <summary><span class="row">${t('Compare with other runs')}</span></summary>
    <ul>
      ${others.map((run) => {
        const style = styleOf(run.folder);
        const toggle = (): void => dispatch({ type: 'run-compared', folder: run.folder, shown: style < 0 });
        return html`<li>
          <vscode-checkbox .checked=${style >= 0} ?disabled=${style < 0 && full} @change=${toggle}
            >${run.name}</vscode-checkbox
          >
          ${style < 0 ? nothing : swatch(style)}
          <span class="quiet">${stateTitle(run.state, t)}${bestText(run)}</span>
        </li>`;
      })}
    </ul>
    ${
      full && others.length >= SHOWN_RUNS
        ? html`<p class="quiet">${t('No more than {0} runs are drawn at once.', SHOWN_RUNS)}</p>`
        : nothing
    }
  </details>`;
}

const bestText = ({ best }: RunChoice): string =>
  best === null ? '' : ` · ${t('best {0}', locale().fixed(best.score, 3))}`;
