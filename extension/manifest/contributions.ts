/** The rooms whose tables make the manifest, in the order in which their views stand in the container. */
import { critiqueContribution } from '../critic/contribution.ts';
import { hubContribution } from '../hub/contribution.ts';
import { panelContribution } from '../panel/contribution.ts';
import { runContribution } from '../run/contribution.ts';
import { workspaceContribution } from '../workspace/contribution.ts';
import type { Contribution } from './contribution.ts';

export const contributions: readonly Contribution[] = [
  runContribution,
  hubContribution,
  panelContribution,
  critiqueContribution,
  workspaceContribution,
];
