/** A choice of several rows, which lets no more in than can be used and says why. */
import * as vscode from 'vscode';

export interface Several {
  readonly title: string;
  /** The title while no more are let in. */
  readonly full: string;
  readonly placeholder: string;
  readonly most: number;
}

/** In the order of the rows; none when the user has thought better of it. */
export async function pickSeveral<Row extends vscode.QuickPickItem>(
  rows: readonly Row[],
  picked: readonly Row[],
  { title, full, placeholder, most }: Several,
): Promise<readonly Row[]> {
  const pick = vscode.window.createQuickPick<Row>();
  const { promise, resolve } = Promise.withResolvers<readonly Row[]>();
  let chosen = picked;
  pick.title = title;
  pick.placeholder = placeholder;
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.items = rows;
  pick.selectedItems = picked;
  const owned = [
    pick,
    pick.onDidChangeSelection((wanted) => {
      chosen = letIn(rows, chosen, wanted, most);
      pick.title = chosen.length < most ? title : full;
      if (wanted.length > most) pick.selectedItems = chosen;
    }),
    pick.onDidAccept(() => resolve(chosen)),
    pick.onDidHide(() => resolve([])),
  ];
  pick.show();
  return promise.finally(() => {
    for (const disposable of owned) disposable.dispose();
  });
}

/** What was in stays in while it is wanted; what comes on top is let in from the first row on. */
function letIn<Row>(
  rows: readonly Row[],
  before: readonly Row[],
  wanted: readonly Row[],
  most: number,
): readonly Row[] {
  const kept = before.filter((row) => wanted.includes(row));
  const added = rows.filter((row) => wanted.includes(row) && !kept.includes(row));
  const within = [...kept, ...added].slice(0, most);
  return rows.filter((row) => within.includes(row));
}
