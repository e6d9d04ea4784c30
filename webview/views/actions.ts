/** The buttons of a run: those that its state allows, and no other. */
import type { TemplateResult } from 'lit';
import type { PanelAction } from '../../trainer/protocol/panel-request.ts';
import type { RunView } from '../../trainer/protocol/panel-snapshot.ts';
import { actionTitle } from '../../trainer/protocol/titles.ts';
import { t } from '../l10n.ts';
import type { Page } from './page.ts';
import { button } from './parts.ts';

/** In the order in which they stand. */
const actions: readonly { readonly action: PanelAction; readonly icon: string }[] = [
  { action: 'unpause', icon: 'debug-continue' },
  { action: 'resume', icon: 'debug-continue' },
  { action: 'pause', icon: 'debug-pause' },
  { action: 'stopAndSave', icon: 'save' },
  { action: 'stop', icon: 'debug-stop' },
  { action: 'endProcess', icon: 'debug-disconnect' },
  { action: 'takeOver', icon: 'unlock' },
  { action: 'extend', icon: 'add' },
  { action: 'reveal', icon: 'folder-opened' },
  { action: 'delete', icon: 'trash' },
];

export function actionButtons({ ask }: Page, run: RunView): TemplateResult[] {
  const possible = actions.filter(({ action }) => run.actions.includes(action));
  return possible.map(({ action, icon }) =>
    button({
      label: actionTitle(action, t),
      icon,
      // What makes the run go on stands out; what ends it does not.
      secondary: action !== 'unpause' && action !== 'resume' && action !== 'extend',
      onClick: () => ask({ type: 'perform', run: run.folder, action }),
    }),
  );
}
