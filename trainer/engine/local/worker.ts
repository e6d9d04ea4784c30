/** The worker thread of the local engine: ONNX Runtime blocks its thread, so the main one stays free to answer. */
import { workerData } from 'node:worker_threads';
import { LocalCore } from './core.ts';
import type { LocalEngineOptions } from './options.ts';
import { serve } from './serve.ts';

await serve(
  () => LocalCore.create(workerData as LocalEngineOptions),
  [
    'sample',
    'forwardBackward',
    'forward',
    'forwardBase',
    'optimStep',
    'zeroGrad',
    'save',
    'restore',
    'exportModel',
  ],
);
