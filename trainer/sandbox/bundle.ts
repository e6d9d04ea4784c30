/** The scripts of a worker process, each as one text: bundled on the spot in the repository, read where they are shipped. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Entry points under `worker/`, by the names that worker processes know them by. */
const entries = {
  supervisor: 'supervisor.ts',
  host: 'python/host.ts',
  program: 'javascript/program.ts',
  judge: 'javascript/judge.ts',
} as const;

export type Script = keyof typeof entries;
export const scripts = Object.keys(entries) as Script[];

const sources = join(import.meta.dirname, 'worker');

/** Whether the trainer runs from its sources. */
export const fromSources = existsSync(join(sources, entries.supervisor));

/** Bundles the scripts from their sources; a build writes each to `sandbox/<name>.js` beside the trainer's own file. */
export async function bundleScripts(): Promise<Map<Script, Uint8Array>> {
  const { build, stop } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: Object.fromEntries(
      Object.entries(entries).map(([name, file]) => [name, join(sources, file)]),
    ),
    bundle: true,
    write: false,
    outdir: 'sandbox',
    // A bundle names its sources in comments, as seen from here: the same ones wherever the trainer is started.
    absWorkingDir: import.meta.dirname,
    format: 'esm',
    target: 'es2024',
  });
  await stop();
  return new Map(
    scripts.map((name) => {
      const file = outputFiles.find(({ path }) => path.endsWith(`${name}.js`));
      return [name, file?.contents ?? new Uint8Array(0)];
    }),
  );
}
