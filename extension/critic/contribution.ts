/** What reading verdicts adds to the manifest. */
import type { CommandEntry, Contribution, MenuEntry } from '../manifest/contribution.ts';

const category = 'Critique-Coder';

/** The context key that is true while a critic is active. */
export const criticActiveKey = 'critiqueCoder.criticActive';
/** True while something is dismissed. */
export const dismissedKey = 'critiqueCoder.hasDismissed';
/** True while some function is likely incorrect. */
export const findingsKey = 'critiqueCoder.hasFindings';

const ofCritics: readonly CommandEntry[] = [
  { id: 'chooseCritic', title: 'Choose a Critic…', icon: 'plug', category },
  { id: 'critics.activate', title: 'Use This Critic', icon: 'play-circle', palette: false, category },
  {
    id: 'critics.deactivate',
    title: 'Stop Using the Critic',
    icon: 'debug-disconnect',
    palette: criticActiveKey,
    category,
  },
  { id: 'critics.add', title: 'Add a Critic Folder…', icon: 'add', category },
  { id: 'critics.remove', title: 'Remove from List', icon: 'close', palette: false, category },
  { id: 'critics.reveal', title: 'Reveal Critic Folder', icon: 'folder-opened', palette: false, category },
  {
    id: 'critics.restart',
    title: 'Restart the Critic Server',
    icon: 'debug-restart',
    palette: criticActiveKey,
    category,
  },
];

const ofFunctions: readonly CommandEntry[] = [
  { id: 'checkFunction', title: 'Check This Function', icon: 'check', palette: criticActiveKey, category },
  {
    id: 'checkFile',
    title: 'Check All Functions of This File',
    icon: 'check-all',
    palette: criticActiveKey,
    category,
  },
  {
    id: 'showCritique',
    title: 'Show the Critique of This Function',
    icon: 'comment',
    palette: criticActiveKey,
    category,
  },
  { id: 'wrongVerdict', title: 'Wrong Verdict', icon: 'thumbsdown', palette: criticActiveKey, category },
  {
    id: 'dismissFunction',
    title: 'Dismiss This Function',
    icon: 'eye-closed',
    palette: criticActiveKey,
    category,
  },
  { id: 'dismissFile', title: 'Dismiss This File', icon: 'eye-closed', palette: criticActiveKey, category },
  {
    id: 'dismissPattern',
    title: 'Dismiss Files by Pattern…',
    icon: 'eye-closed',
    palette: criticActiveKey,
    category,
  },
  {
    id: 'restoreDismissed',
    title: 'Restore What Was Dismissed…',
    icon: 'eye',
    palette: dismissedKey,
    category,
  },
  { id: 'toggleCritique', title: 'Turn Critiques On or Off', icon: 'eye', category },
  { id: 'findings.open', title: 'Go to Function', icon: 'go-to-file', palette: false, category },
  { id: 'findings.next', title: 'Go to Next Finding', icon: 'arrow-down', palette: findingsKey, category },
  {
    id: 'findings.previous',
    title: 'Go to Previous Finding',
    icon: 'arrow-up',
    palette: findingsKey,
    category,
  },
];

const onCritic = (word: string): string => `view == critiqueCoder.critics && viewItem =~ /\\b${word}\\b/`;
const onFinding = 'view == critiqueCoder.findings && viewItem == finding';
const inFindings = 'view == critiqueCoder.findings';
const inCritique = 'resourceScheme == critique-coder';

const menus: readonly MenuEntry[] = [
  {
    menu: 'view/title',
    command: 'critics.add',
    when: 'view == critiqueCoder.critics',
    group: 'navigation@1',
  },
  {
    menu: 'view/title',
    command: 'critics.restart',
    when: `view == critiqueCoder.critics && ${criticActiveKey}`,
    group: '1_server@1',
  },
  { menu: 'view/item/context', command: 'critics.activate', when: onCritic('usable'), group: 'inline@1' },
  { menu: 'view/item/context', command: 'critics.activate', when: onCritic('usable'), group: '1_use@1' },
  { menu: 'view/item/context', command: 'critics.deactivate', when: onCritic('active'), group: 'inline@1' },
  { menu: 'view/item/context', command: 'critics.deactivate', when: onCritic('active'), group: '1_use@1' },
  { menu: 'view/item/context', command: 'critics.reveal', when: onCritic('critic'), group: '2_folder@1' },
  { menu: 'view/item/context', command: 'critics.remove', when: onCritic('added'), group: '3_remove@1' },
  {
    menu: 'view/title',
    command: 'findings.previous',
    when: `view == critiqueCoder.findings && ${findingsKey}`,
    group: 'navigation@1',
  },
  {
    menu: 'view/title',
    command: 'findings.next',
    when: `view == critiqueCoder.findings && ${findingsKey}`,
    group: 'navigation@2',
  },
  {
    menu: 'view/title',
    command: 'restoreDismissed',
    when: `view == critiqueCoder.findings && ${dismissedKey}`,
    group: '1_dismissed@1',
  },
  { menu: 'view/item/context', command: 'showCritique', when: onFinding, group: 'inline@1' },
  { menu: 'view/item/context', command: 'dismissFunction', when: onFinding, group: 'inline@2' },
  { menu: 'view/item/context', command: 'showCritique', when: onFinding, group: '1_read@1' },
  { menu: 'view/item/context', command: 'wrongVerdict', when: onFinding, group: '2_judge@1' },
  { menu: 'view/item/context', command: 'dismissFunction', when: onFinding, group: '2_judge@2' },
  { menu: 'view/item/context', command: 'dismissFile', when: inFindings, group: '2_judge@3' },
  { menu: 'view/item/context', command: 'dismissPattern', when: inFindings, group: '2_judge@4' },
  { menu: 'editor/title', command: 'wrongVerdict', when: inCritique, group: 'navigation@1' },
  { menu: 'editor/title', command: 'dismissFunction', when: inCritique, group: 'navigation@2' },
];

export const critiqueContribution: Contribution = {
  commands: [...ofCritics, ...ofFunctions],
  menus,
  settings: [
    {
      id: 'critique.enable',
      type: 'boolean',
      default: true,
      description:
        'Show what the active critic says above each function. Without an active critic there is nothing to show.',
      scope: 'window',
    },
    {
      id: 'critique.when',
      type: 'choice',
      default: 'onSave',
      choices: {
        onDemand: 'Only when you ask, by a command or by a click on the line above a function.',
        onSave: 'When a file is saved: those of its functions that have no verdict yet.',
        continuous: 'A moment after each edit, and when a file is opened.',
      },
      description:
        'When functions are checked. A function that has not changed since its last check is left as it is, and visible ones come first.',
      scope: 'window',
    },
    { id: 'critique.python', type: 'boolean', default: true, description: 'Check Python.', scope: 'window' },
    {
      id: 'critique.javascript',
      type: 'boolean',
      default: true,
      description: 'Check JavaScript, also with JSX.',
      scope: 'window',
    },
    {
      id: 'critique.typescript',
      type: 'boolean',
      default: true,
      description: 'Check TypeScript, also with JSX.',
      scope: 'window',
    },
    {
      id: 'critique.exclude',
      type: 'strings',
      default: ['**/node_modules/**', '**/.venv/**', '**/site-packages/**', '**/dist/**', '**/*.min.js'],
      description:
        'Globs of files that are left alone, over paths in the workspace folder. A single function is left alone by the comment `critic: ignore` on it or above it.',
      scope: 'window',
    },
    {
      id: 'critique.diagnostics',
      type: 'boolean',
      default: false,
      description: 'List functions that are likely incorrect as information in the Problems view.',
      scope: 'window',
    },
    {
      id: 'critique.gutter',
      type: 'boolean',
      default: false,
      description: 'Mark functions that have a verdict beside their line numbers.',
      scope: 'window',
    },
    {
      id: 'critique.idleMinutes',
      type: 'integer',
      default: 10,
      minimum: 1,
      maximum: 1440,
      description:
        'Minutes without an edit after which the critic is unloaded from memory. It comes back by itself.',
      scope: 'window',
    },
  ],
  views: [
    {
      id: 'critiqueCoder.critics',
      name: 'Critics',
      type: 'tree',
      initialSize: 1,
      collapsed: true,
      welcome: [
        {
          contents:
            'No critic yet. A training run leaves one when it ends; or add the folder of a critic that you have.\n[Train Critique-Coder](command:critiqueCoder.train)\n[Add a Critic Folder](command:critiqueCoder.critics.add)',
        },
      ],
    },
    {
      id: 'critiqueCoder.findings',
      name: 'Findings',
      type: 'tree',
      initialSize: 1,
      collapsed: true,
      welcome: [
        {
          contents:
            'Functions that are likely incorrect are listed here. Choose a critic first.\n[Choose a Critic](command:critiqueCoder.chooseCritic)',
          when: `!${criticActiveKey}`,
        },
        {
          contents:
            'No function that was checked is likely incorrect.\n[Check All Functions of This File](command:critiqueCoder.checkFile)',
          when: criticActiveKey,
        },
      ],
    },
  ],
};
