/** `node trainer/starter/make.ts` makes the data files anew: the same seed gives the same rows. Takes some minutes. */
import { openSandbox } from '../sandbox/open.ts';
import { executeIn } from './execute.ts';
import { writeStarter } from './files.ts';
import { generateStarter } from './generate.ts';
import { starterDirectory, starterSeed } from './load.ts';
import { describeStarter } from './report.ts';

await using sandbox = await openSandbox();
const set = await generateStarter(starterSeed, executeIn(sandbox), (done, of) => {
  process.stderr.write(`\r${done} of ${of} families`);
});
const sizes = await writeStarter(set, starterDirectory);
const bytes = Object.values(sizes).reduce((sum, size) => sum + size, 0);
process.stdout.write(`\n${describeStarter(set)}\n${bytes} bytes in ${starterDirectory}\n`);
