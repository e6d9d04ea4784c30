/** The worker thread of a share of the vectors. */
import { workerData } from 'node:worker_threads';
import { serve } from './serve.ts';
import { VectorShare, type VectorShareOptions } from './vector-share.ts';

await serve(
  () => Promise.resolve(new VectorShare(workerData as VectorShareOptions)),
  ['add', 'squareSums', 'update'],
);
