/**
 * Makes `hub-cache.txt`: what the hub's Python library writes for the model of the tests.
 * `node test/golden/make-hub-cache.ts PYTHON`, where PYTHON has huggingface_hub. Last made with huggingface_hub 2.4.0.
 */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chosenFiles } from '../../trainer/hub/choose.ts';
import { cacheListing } from '../support/hub/cache-listing.ts';
import { HubServer } from '../support/hub/server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const program = `
import sys
from huggingface_hub import hf_hub_download
for path in sys.argv[1:]:
    hf_hub_download("ada/tiny", path)
`;

await using server = await HubServer.open();
await using home = await temporaryFolder();
const paths = chosenFiles(server.model.files, ({ path }) => path, { id: '', page: '' }).map(({ path }) => path);
await promisify(execFile)(process.argv[2] ?? 'python3', ['-c', program, ...paths], {
  env: { HF_HOME: home.path, HF_ENDPOINT: server.endpoint, HF_HUB_DISABLE_XET: '1', NO_PROXY: '127.0.0.1' },
});
const listing = await cacheListing(join(home.path, 'hub'));
await writeFile(new URL('hub-cache.txt', import.meta.url), listing);
