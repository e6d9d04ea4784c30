/** A graphics card that is a program: the one that Chromium carries, so that WebGPU can be tested without a card. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isSet } from './is-set.ts';

/** Folders in which the packages of Chromium and Chrome keep their libraries. */
const folders = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome'];

const required = isSet('CRITIQUE_CODER_REQUIRE_WORKBENCH');

/** For a process that is to find it; undefined where there is none. */
export const softwareVulkan = environment();

function environment(): Readonly<Record<string, string>> | undefined {
  const files = ['vk_swiftshader_icd.json', 'libvk_swiftshader.so', 'libvulkan.so.1'];
  const folder = folders.find((each) => files.every((file) => existsSync(join(each, file))));
  if (folder === undefined) return undefined;
  return { LD_LIBRARY_PATH: folder, VK_ICD_FILENAMES: join(folder, 'vk_swiftshader_icd.json') };
}

/** For `node:test`: the reason to skip the tests on it, or false. Throws where they may not be skipped. */
export function skipWithoutSoftwareVulkan(): string | false {
  if (softwareVulkan !== undefined) return false;
  const reason =
    'Chromium with its software Vulkan is not installed here (Debian: npm run test:vscode:setup)';
  if (required && process.platform === 'linux') throw new Error(reason);
  return reason;
}
