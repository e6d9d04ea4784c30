/** The worker thread of a lane. */
import { workerData } from 'node:worker_threads';
import { Lane, type LaneOptions } from './lane.ts';
import { serve } from './serve.ts';

await serve(() => Lane.create(workerData as LaneOptions), ['sample', 'differentiate', 'score']);
