/** What the user's own workspace adds to the manifest: running its tests. */
import type { Contribution } from '../manifest/contribution.ts';

const category = 'Critique-Coder';

/** The context key that is true while tests are run, or wait for their turn. */
export const testsRunKey = 'critiqueCoder.runsTests';

/** Commands of other rooms are possible there too; running a workspace's tests is not. */
const trusted = 'isWorkspaceTrusted';
const criticIsActive = 'critiqueCoder.criticActive';

export const workspaceContribution: Contribution = {
  commands: [
    {
      id: 'verifyFunction',
      title: "Run This Function's Tests",
      icon: 'beaker',
      palette: `${criticIsActive} && ${trusted}`,
      category,
    },
    {
      id: 'stopTests',
      title: 'Stop Running Tests',
      icon: 'beaker-stop',
      palette: testsRunKey,
      category,
    },
    {
      id: 'showTestOutput',
      title: "Show the Output of This Function's Tests",
      icon: 'output',
      palette: `${criticIsActive} && ${trusted}`,
      category,
    },
  ],
  menus: [
    {
      menu: 'view/item/context',
      command: 'verifyFunction',
      when: `view == critiqueCoder.findings && viewItem == finding && ${trusted}`,
      group: '1_read@2',
    },
    {
      menu: 'editor/title',
      command: 'verifyFunction',
      when: `resourceScheme == critique-coder && ${trusted}`,
      group: 'navigation@3',
    },
  ],
  settings: [
    {
      id: 'workspace.python',
      type: 'string',
      default: '',
      description:
        'The Python that the tests of the workspace run on: a path of an interpreter that has `pytest` and what the tests need. Left empty, a virtual environment of the workspace is used, else `python3` or `python`.',
      scope: 'machine-overridable',
      restricted: true,
    },
  ],
};
