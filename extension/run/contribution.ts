/** What starting and following runs adds to the manifest. */
import type { CommandEntry, Contribution, MenuEntry } from '../manifest/contribution.ts';
import type { RunAction } from './store.ts';

interface ActionEntry {
  readonly title: string;
  readonly icon: string;
  /** Beside the run rather than in its menu only. */
  readonly inline: boolean;
  readonly group: string;
}

/** In the order of the menu. */
const actions: Readonly<Record<RunAction, ActionEntry>> = {
  pause: { title: 'Pause Training', icon: 'debug-pause', inline: true, group: '2_steer@1' },
  unpause: { title: 'Continue Training', icon: 'debug-continue', inline: true, group: '2_steer@1' },
  stopAndSave: { title: 'Stop and Save', icon: 'debug-stop', inline: true, group: '2_steer@2' },
  stop: { title: 'Stop Now', icon: 'stop-circle', inline: false, group: '2_steer@3' },
  endProcess: {
    title: 'End Trainer Process…',
    icon: 'debug-disconnect',
    inline: false,
    group: '2_steer@4',
  },
  takeOver: { title: 'Take Over Run…', icon: 'unlock', inline: true, group: '2_steer@5' },
  resume: { title: 'Resume Run…', icon: 'debug-restart', inline: true, group: '3_again@1' },
  extend: { title: 'Extend Run…', icon: 'add', inline: true, group: '3_again@2' },
  reveal: { title: 'Reveal Run Folder', icon: 'folder-opened', inline: false, group: '4_folder@1' },
  delete: { title: 'Delete Run…', icon: 'trash', inline: false, group: '5_delete@1' },
};

export const actionNames = Object.keys(actions) as readonly RunAction[];

/** The context key that says whether an action is possible for some run. */
export const actionKey = (action: RunAction): string => `critiqueCoder.can.${action}`;

const category = 'Critique-Coder';

const actionCommands = actionNames.map((action): CommandEntry => ({
  id: `runs.${action}`,
  title: actions[action].title,
  icon: actions[action].icon,
  palette: actionKey(action),
  category,
}));

/** The tree item's context value lists what is possible, a word each. */
const possible = (action: RunAction): string => `view == critiqueCoder.runs && viewItem =~ /\\b${action}\\b/`;

const actionMenus = actionNames.flatMap((action, index): MenuEntry[] => {
  const { inline, group } = actions[action];
  const item = { menu: 'view/item/context', command: `runs.${action}`, when: possible(action) };
  const beside = inline ? [{ ...item, group: `inline@${index + 1}` }] : [];
  return [{ ...item, group }, ...beside];
});

const inTitle = 'view == critiqueCoder.runs';
const onRun = `view == critiqueCoder.runs && viewItem =~ /\\brun\\b/`;

export const runContribution: Contribution = {
  commands: [
    // Its title says it all, and the palette finds it by exactly these words.
    { id: 'train', title: 'Train Critique-Coder', icon: 'add' },
    ...actionCommands,
    { id: 'runs.open', title: 'Open Run', icon: 'graph-line', palette: 'critiqueCoder.hasRuns', category },
    {
      id: 'runs.openLog',
      title: 'Open Trainer Log',
      icon: 'output',
      palette: 'critiqueCoder.hasRuns',
      category,
    },
    {
      id: 'runs.openConfiguration',
      title: 'Open Configuration of Run',
      icon: 'json',
      palette: 'critiqueCoder.hasRuns',
      category,
    },
    { id: 'runs.copyPath', title: 'Copy Path of Run', icon: 'copy', palette: false, category },
    { id: 'runs.refresh', title: 'Refresh Runs', icon: 'refresh', category },
    { id: 'checkMachine', title: 'Check This Machine', icon: 'pulse', category },
    { id: 'newConfiguration', title: 'New Run Configuration', icon: 'new-file', category },
    { id: 'showLog', title: 'Show Log', icon: 'output', category },
    { id: 'showNetwork', title: 'Show Every Network Access', icon: 'globe', category },
  ],
  menus: [
    { menu: 'view/title', command: 'train', when: inTitle, group: 'navigation@1' },
    { menu: 'view/title', command: 'runs.refresh', when: inTitle, group: 'navigation@2' },
    { menu: 'view/title', command: 'newConfiguration', when: inTitle, group: '1_new@1' },
    { menu: 'view/title', command: 'checkMachine', when: inTitle, group: '2_help@1' },
    { menu: 'view/title', command: 'showLog', when: inTitle, group: '2_help@2' },
    { menu: 'view/title', command: 'showNetwork', when: inTitle, group: '2_help@3' },
    { menu: 'view/item/context', command: 'runs.open', when: onRun, group: '1_open@1' },
    { menu: 'view/item/context', command: 'runs.openLog', when: onRun, group: '1_open@2' },
    { menu: 'view/item/context', command: 'runs.openConfiguration', when: onRun, group: '1_open@3' },
    ...actionMenus,
    { menu: 'view/item/context', command: 'runs.copyPath', when: onRun, group: '4_folder@2' },
  ],
  settings: [
    {
      id: 'runs.folders',
      type: 'strings',
      default: [],
      description:
        'Further folders whose runs are listed, beside those of the workspace and of the extension. A folder that you choose for a new run is added here.',
      scope: 'machine-overridable',
      restricted: true,
    },
    {
      id: 'notifications.finished',
      type: 'boolean',
      default: true,
      description: 'Show a notification when a run is finished.',
      scope: 'window',
    },
    {
      id: 'notifications.failed',
      type: 'boolean',
      default: true,
      description:
        'Show a notification when a run has failed, or when its trainer has ended without saying why.',
      scope: 'window',
    },
  ],
  views: [
    {
      id: 'critiqueCoder.runs',
      name: 'Runs',
      type: 'tree',
      initialSize: 1,
      welcome: [
        {
          contents:
            'No critic has been trained here yet. Training runs in the background, on this machine alone, and goes on when the window is closed.\n[Train Critique-Coder](command:critiqueCoder.train)\n[Check This Machine](command:critiqueCoder.checkMachine)',
          when: 'isWorkspaceTrusted && critiqueCoder.ready',
        },
        {
          contents:
            'Training executes the programs of its data, so it needs a trusted workspace.\n[Manage Workspace Trust](command:workbench.trust.manage)',
          when: '!isWorkspaceTrusted',
        },
      ],
    },
  ],
};
