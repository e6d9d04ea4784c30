/** What models of the hub add to the manifest. */
import type { Contribution } from '../manifest/contribution.ts';

export const hubContribution: Contribution = {
  commands: [
    { id: 'hub.setToken', title: 'Set Hugging Face Token', icon: 'key', category: 'Critique-Coder' },
  ],
};
