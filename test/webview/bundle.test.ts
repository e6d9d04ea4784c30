import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { pageBundle } from '../../webview/bundle.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));

test('the page is small, and carries neither the schemas nor anything of Node', async () => {
  const { metafile, outputFiles } = await build({
    ...pageBundle,
    absWorkingDir: repository,
    outdir: 'dist',
    write: false,
    metafile: true,
  });
  const inputs = Object.keys(metafile.inputs);
  assert.ok(inputs.length > 50, 'the inputs are known');
  assert.deepEqual(
    inputs.filter((path) =>
      /node_modules\/zod\/|^trainer\/(?!protocol\/(duration|locale|panel-chart-table|panel-charts|panel-lines|titles|translate|version)\.ts)/.test(
        path,
      ),
    ),
    [],
  );
  const names = outputFiles.map(({ path }) => path.split(/[\\/]/).at(-1)).sort();
  assert.deepEqual(names, ['codicon.ttf', 'webview.css', 'webview.js']);
  const script = outputFiles.find(({ path }) => path.endsWith('.js'));
  assert.ok((script?.contents.length ?? Infinity) < 250_000);
});
