/** What the panel adds to the manifest. */
import type { Contribution } from '../manifest/contribution.ts';

export const panelContribution: Contribution = {
  views: [{ id: 'critiqueCoder.monitor', name: 'Monitor', type: 'webview', initialSize: 20 }],
  commands: [
    { id: 'openMonitor', title: 'Open Monitor in Editor', icon: 'go-to-file', category: 'Critique-Coder' },
    { id: 'compareRuns', title: 'Compare Runs', icon: 'git-compare', category: 'Critique-Coder' },
    { id: 'exportMetrics', title: 'Export Metrics as CSV', icon: 'export', category: 'Critique-Coder' },
    { id: 'exportChart', title: 'Export Chart as SVG', icon: 'graph-line', category: 'Critique-Coder' },
  ],
  menus: [
    {
      menu: 'view/title',
      command: 'openMonitor',
      when: 'view == critiqueCoder.monitor',
      group: 'navigation@1',
    },
    {
      menu: 'view/title',
      command: 'compareRuns',
      when: 'view == critiqueCoder.monitor',
      group: '1_panel@1',
    },
    {
      menu: 'view/title',
      command: 'exportMetrics',
      when: 'view == critiqueCoder.monitor',
      group: '2_export@1',
    },
    {
      menu: 'view/title',
      command: 'exportChart',
      when: 'view == critiqueCoder.monitor',
      group: '2_export@2',
    },
  ],
};
