/** Pictures for the documentation, in each kind of theme; only made where `CRITIQUE_CODER_PICTURES` names a folder. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Server } from './server.ts';
import { settled, type Workbench } from './workbench.ts';

const themes = [
  { name: 'light', theme: 'Default Light Modern', kind: 'vs' },
  { name: 'high-contrast', theme: 'Default High Contrast', kind: 'hc-black' },
  // Last, because it is the one that the window goes on with.
  { name: 'dark', theme: 'Default Dark Modern', kind: 'vs-dark' },
] as const;

/** `<what>-light.png` and so on. The window is as it was afterwards. */
export async function takePictures(workbench: Workbench, server: Server, what: string): Promise<void> {
  const folder = process.env['CRITIQUE_CODER_PICTURES'];
  if (folder === undefined || folder === '') return;
  await mkdir(folder, { recursive: true });
  for (const { name, theme, kind } of themes) {
    await server.set({ 'workbench.colorTheme': theme });
    await workbench.page.locator(`.monaco-workbench.${kind}`).waitFor();
    await settled(workbench);
    await workbench.page.screenshot({ path: join(folder, `${what}-${name}.png`) });
  }
}
