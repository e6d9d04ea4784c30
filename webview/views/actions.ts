/** The buttons of a run: those that its state allows, and no other. */
import type { TemplateResult } from 'lit';
import type { RunView } from '../../trainer/protocol/panel-snapshot.ts';
import type { Page } from './page.ts';
import { button } from './parts.ts';

type Action = RunView['actions'][number];

/** In the order in which they stand. */
const actions: readonly { readonly action: Action; readonly label: string; readonly icon: string }[] = [
  { action: 'unpause', label: 'Continue', icon: 'debug-continue' },
  { action: 'resume', label: 'Resume', icon: 'debug-continue' },
  { action: 'pause', label: 'Pause', icon: 'debug-pause' },
  { action: 'stopAndSave', label: 'Stop and Save', icon: 'save' },
  { action: 'stop', label: 'Stop', icon: 'debug-stop' },
  { action: 'endProcess', label: 'End Process', icon: 'debug-disconnect' },
  { action: 'extend', label: 'Extend', icon: 'add' },
  { action: 'reveal', label: 'Reveal Folder', icon: 'folder-opened' },
  { action: 'delete', label: 'Delete', icon: 'trash' },
];

export function actionButtons({ ask }: Page, run: RunView): TemplateResult[] {
  const possible = actions.filter(({ action }) => run.actions.includes(action));
  return possible.map(({ action, label, icon }) =>
    button({
      label,
      icon,
      // What makes the run go on stands out; what ends it does not.
      secondary: action !== 'unpause' && action !== 'resume' && action !== 'extend',
      onClick: () => ask({ type: 'perform', run: run.folder, action }),
    }),
  );
}
