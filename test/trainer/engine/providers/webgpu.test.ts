/** Everything that an engine computes, on WebGPU beside the processor; the card is Chromium's software Vulkan. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { skipWithoutSoftwareVulkan, softwareVulkan } from '../../../support/software-vulkan.ts';
import { operatorCases } from '../../graph/operators/all.cases.ts';

const skip = skipWithoutSoftwareVulkan();

/** Runs a program beside this file on the software card; resolves with what it prints. */
async function onCard(program: string): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const path = fileURLToPath(new URL(program, import.meta.url));
  const child = spawn(process.execPath, [path], { env: { ...process.env, ...softwareVulkan } });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await ended, stdout, stderr };
}

test('operators, prompts, samples and updates on WebGPU are those of the processor', { skip }, async (t) => {
  const { code, stdout, stderr } = await onCard('./on-card.ts');
  assert.equal(code, 0, stderr);
  const rows = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { about: string; difference: number | null });
  // Every operator, the prompt, and of each of three engines two losses and norms, and tokens and scores of three completions.
  assert.equal(rows.length, operatorCases.length + 1 + 3 * (2 * 2 + 3 * 2));
  for (const { about, difference } of rows) {
    await t.test(about, () => assert.ok(difference !== null && difference < 1e-5, `${difference} apart`));
  }
});

test(
  'no part of a training step, of a prompt or of a decoding step goes back to the processor',
  { skip },
  async () => {
    const { code, stderr } = await onCard('./placements.ts');
    assert.equal(code, 0, stderr);
    const graphs = stderr.split('Node placements').slice(1);
    assert.equal(graphs.length, 3);
    for (const graph of graphs) {
      const placed = [...graph.matchAll(/placed on \[(\w+)\]\. Number of nodes: (\d+)/g)];
      const counts = new Map(placed.map(([, provider, count]) => [provider, Number(count)]));
      assert.ok((counts.get('WebGpuExecutionProvider') ?? 0) > 0, JSON.stringify([...counts]));
      counts.delete('WebGpuExecutionProvider');
      const [, onProcessor = ''] = /\[CPUExecutionProvider\][^\n]*\n([^]*?)(?:\[WebGpu|$)/.exec(graph) ?? [];
      const types = [...onProcessor.matchAll(/AssignedToAnEp\]\s+(\w+) \(/g)].map(([, type]) => type);
      // Numbers of tokens are given their shape before they are copied to the card.
      const shapes = types.filter((type) => type === 'Reshape');
      assert.deepEqual(counts, new Map(shapes.length > 0 ? [['CPUExecutionProvider', shapes.length]] : []));
    }
  },
);
