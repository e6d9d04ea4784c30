/** Pictures for the documentation, in each kind of theme; only made where `CRITIQUE_CODER_PICTURES` names a folder. */
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { settled, type Workbench } from './workbench.ts';

/** What the page tells of its user, and the class that the workbench has then. */
const themes = [
  { name: 'light', media: { colorScheme: 'light', forcedColors: 'none' }, kind: 'vs' },
  { name: 'high-contrast', media: { colorScheme: 'dark', forcedColors: 'active' }, kind: 'hc-black' },
  // Last, because it is the one that the window goes on with.
  { name: 'dark', media: { colorScheme: 'dark', forcedColors: 'none' }, kind: 'vs-dark' },
] as const;

const pictures = process.env['CRITIQUE_CODER_PICTURES'] ?? '';

export const wantsPictures = (): boolean => pictures !== '';

/** `<what>-light.png` and so on. */
export async function takePictures(workbench: Workbench, what: string): Promise<void> {
  if (!wantsPictures()) return;
  const folder = resolve(pictures);
  await mkdir(folder, { recursive: true });
  for (const { name, media, kind } of themes) {
    await workbench.page.emulateMedia(media);
    await workbench.page.locator(`.monaco-workbench.${kind}`).waitFor();
    await settled(workbench);
    await workbench.page.screenshot({ path: join(folder, `${what}-${name}.png`) });
  }
}
