/** What the model wrote: prompts of all steps with every completion of their groups, and what became of each. */
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ShownCompletion, ShownSample } from '../../trainer/protocol/panel.ts';
import type { SampleQuery, TextPlace } from '../../trainer/protocol/panel-request.ts';
import { locale, t } from '../l10n.ts';
import { hasNewerSamples, samplesWanted } from '../state/requests.ts';
import { textKey } from '../state/state.ts';
import { folding, open, type Page } from '../views/page.ts';
import { valueOf } from '../views/header.ts';
import { button, emptyText, fact, longText } from '../views/parts.ts';
import { visible } from './visible.ts';

type Filter = Pick<SampleQuery, 'task' | 'reward' | 'timeouts'>;

const tasks = (): Readonly<Record<Filter['task'], string>> => ({
  any: t('All tasks'),
  solve: t('Solve'),
  critique: t('Critique'),
});
const rewards = (): Readonly<Record<Filter['reward'], string>> => ({
  any: t('Any reward'),
  none: t('Best earned nothing'),
  some: t('Best earned a part'),
  full: t('Best earned all'),
});

export function samplesTab(page: Page, run: string): TemplateResult {
  const answer = page.state.samples;
  return html`
    ${filters(page)}
    ${
      answer === null
        ? html`<vscode-progress-bar aria-label=${t('Reading the samples…')}></vscode-progress-bar>`
        : answer.samples.length === 0
          ? emptyText(answer.steps === null ? noSamplesYet() : searchedText(answer.older))
          : repeat(
              answer.samples,
              ({ step, row }) => `${step}/${row}`,
              (sample) => sampleView(page, run, sample),
            )
    }
    ${pager(page)}
  `;
}

/** A search ends after so many files, found or not. */
const searchedText = (older: { readonly step: number } | null): string =>
  older === null ? t('No samples match.') : t('No samples match. Searched back to step {0}.', older.step + 1);

const noSamplesYet = (): string => t('The run has no samples yet: a step writes them when it is complete.');

function filters(page: Page): TemplateResult {
  const { filter } = page.state.open;
  const change = (part: Partial<Filter>): void =>
    open(page, { filter: { ...filter, ...part }, samplesFrom: null });
  const options = (texts: Readonly<Record<string, string>>, chosen: string): TemplateResult[] =>
    Object.entries(texts).map(
      ([value, text]) => html`<option value=${value} .selected=${value === chosen}>${text}</option>`,
    );
  const keyOf = <Key extends string>(
    texts: Readonly<Record<Key, string>>,
    value: string,
    otherwise: Key,
  ): Key => (Object.keys(texts) as Key[]).find((key) => key === value) ?? otherwise;
  const steps = page.state.samples?.steps;
  return html`<div class="toolbar">
    <label>
      <span>${t('Task')}</span>
      <select @change=${(event: Event) => change({ task: keyOf(tasks(), valueOf(event), 'any') })}>
        ${options(tasks(), filter.task)}
      </select>
    </label>
    <label>
      <span>${t('Reward')}</span>
      <select @change=${(event: Event) => change({ reward: keyOf(rewards(), valueOf(event), 'any') })}>
        ${options(rewards(), filter.reward)}
      </select>
    </label>
    <label>
      <span>${t('From step')}</span>
      <input
        type="number"
        min=${steps?.first ?? 1}
        max=${steps?.last ?? 1}
        placeholder=${steps?.last ?? ''}
        .value=${page.state.open.samplesFrom === null ? '' : String(page.state.open.samplesFrom.step)}
        @change=${(event: Event) => open(page, { samplesFrom: placeAt(valueOf(event)) })}
      />
    </label>
    <vscode-checkbox .checked=${filter.timeouts} @change=${() => change({ timeouts: !filter.timeouts })}
      >${t('Timed out')}</vscode-checkbox
    >
  </div>`;
}

function placeAt(text: string): { step: number; row: number } | null {
  const step = Number(text);
  return text === '' || !Number.isInteger(step) || step < 0 ? null : { step, row: 0 };
}

function pager(page: Page): TemplateResult {
  const { samples, open: opened } = page.state;
  const older = samples?.older ?? null;
  return html`<div class="buttons">
    ${
      opened.samplesFrom === null && !hasNewerSamples(page.state)
        ? nothing
        : button({
            label: t('Newest'),
            icon: 'arrow-up',
            secondary: true,
            onClick: () => toNewest(page),
          })
    }
    ${
      older === null
        ? nothing
        : button({
            label: t('Older'),
            icon: 'arrow-down',
            secondary: true,
            onClick: () => open(page, { samplesFrom: older }),
          })
    }
  </div>`;
}

/** Where the newest were wanted before, they are asked for again. */
function toNewest(page: Page): void {
  const wanted = samplesWanted(page.state);
  if (wanted?.from === null) page.ask({ type: 'samples', query: wanted });
  else open(page, { samplesFrom: null });
}

function sampleView(page: Page, run: string, sample: ShownSample): TemplateResult {
  const { step, row, task, id, correct, prompt, completions } = sample;
  const place = (completion: number | null, field: TextPlace['field']): TextPlace => ({
    run,
    step,
    row,
    completion,
    field,
  });
  const { isOpen, toggled } = folding(page, `sample ${run} ${step} ${row}`);
  const mean = completions.reduce((sum, { reward }) => sum + reward, 0) / Math.max(1, completions.length);
  return html`<details class="sample" .open=${isOpen} @toggle=${toggled}>
    <summary>
      <span class="row">
        <span class="quiet">${t('Step {0}', step)}</span>
        <span class="tag">${tasks()[task]}</span>
        <strong class="sample-mean" title=${t('Mean reward; completions: {0}', completions.length)}
          >${locale().fixed(mean, 2)}</strong
        >
        <span>${visible(id)}</span>
      </span>
    </summary>
    <h4>${t('Prompt')}</h4>
    ${longText(page, prompt, place(null, 'prompt'))}
    ${correct === null ? nothing : html`<p class="quiet">${correct ? t('The solution is correct.') : t('The solution is incorrect.')}</p>`}
    ${completions.map((completion, index) =>
      completionView(page, completion, index, (field) => place(index, field)),
    )}
  </details>`;
}

function completionView(
  page: Page,
  completion: ShownCompletion,
  index: number,
  place: (field: TextPlace['field']) => TextPlace,
): TemplateResult {
  const { text, reward, advantage, tokens, finish, verdict, sandbox, rewardParts } = completion;
  const { isOpen, toggled } = folding(page, `completion ${textKey(place('text'))}`);
  const parts = Object.entries(rewardParts).map(([name, value]) => `${name} ${signed(value)}`);
  const facts = [
    advantage === null ? t('group dropped') : t('advantage {0}', signed(advantage)),
    t('tokens {0}', tokens),
    finish === 'length' ? t('cut off') : '',
    verdict === undefined ? '' : verdictText(verdict),
  ].filter(Boolean);
  return html`<details class="completion" .open=${isOpen} @toggle=${toggled}>
    <summary>
      <span class="row">
        <span>${t('Completion {0}', index + 1)}</span>
        <strong>${locale().fixed(reward, 2)}</strong>
        ${facts.map(fact)}
      </span>
    </summary>
    ${parts.length === 0 ? nothing : html`<p class="quiet">${t('Reward: {0}', visible(parts.join(', ')))}</p>`}
    ${longText(page, text, place('text'))}
    ${
      sandbox === null
        ? nothing
        : html`<h4>${t('Sandbox')}</h4>
            ${longText(page, sandbox, place('sandbox'))}`
    }
  </details>`;
}

function verdictText(verdict: 'correct' | 'incorrect' | null): string {
  if (verdict === null) return t('no verdict');
  return verdict === 'correct' ? t('says correct') : t('says incorrect');
}

const signed = (value: number): string => `${value > 0 ? '+' : ''}${locale().fixed(value, 2)}`;
