/** What the panel adds to the manifest. */
import type { Contribution } from '../manifest/contribution.ts';

/** True while there is a run, and while one has a step to export; else these commands would have nothing to act on. */
const hasRuns = 'critiqueCoder.hasRuns';
const hasSteps = 'critiqueCoder.hasSteps';
const category = 'Critique-Coder';
const inMonitor = 'view == critiqueCoder.monitor';
const withRuns = `${inMonitor} && ${hasRuns}`;
const withSteps = `${inMonitor} && ${hasSteps}`;

export const panelContribution: Contribution = {
  views: [{ id: 'critiqueCoder.monitor', name: 'Monitor', type: 'webview', initialSize: 20 }],
  commands: [
    { id: 'openMonitor', title: 'Open Monitor in Editor', icon: 'go-to-file', category },
    { id: 'compareRuns', title: 'Compare Runs', icon: 'git-compare', palette: hasRuns, category },
    { id: 'exportMetrics', title: 'Export Metrics as CSV', icon: 'export', palette: hasSteps, category },
    { id: 'exportChart', title: 'Export Chart as SVG', icon: 'graph-line', palette: hasSteps, category },
  ],
  menus: [
    { menu: 'view/title', command: 'openMonitor', when: inMonitor, group: 'navigation@1' },
    { menu: 'view/title', command: 'compareRuns', when: withRuns, group: '1_panel@1' },
    { menu: 'view/title', command: 'exportMetrics', when: withSteps, group: '2_export@1' },
    { menu: 'view/title', command: 'exportChart', when: withSteps, group: '2_export@2' },
  ],
};
