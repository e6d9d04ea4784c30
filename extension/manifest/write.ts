/** `npm run manifest`: writes what the tables say into package.json, package.nls.json and l10n/, and draws the icon. */
import { writeFileSync } from 'node:fs';
import { generatedFiles, pathOf } from './files.ts';
import { ICON_SIZE, iconPixels } from './icon.ts';
import { encodePng } from './png.ts';

for (const [name, text] of await generatedFiles()) writeFileSync(pathOf(name), text);
writeFileSync(pathOf('media/icon.png'), encodePng(ICON_SIZE, iconPixels()));
