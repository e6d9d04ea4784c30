/**
 * The first thread of a worker process. It runs no untrusted code and never waits for the threads that do, so it can
 * keep time and memory limits, answer with a nonce that they cannot see, and end the process with the parent's pipe.
 */
import type { CaseOutcome } from '../types.ts';
import { encodeLine, FrameReader } from './frames.ts';
import { hostJavaScript } from './javascript/conduct.ts';
import { pause, platform } from './platform.ts';
import { countCases, type FromProcess, type Host, type ToProcess, type WorkerJob } from './protocol.ts';
import { hostPython } from './python/conduct.ts';

const { Deno } = platform;
const watchEveryMs = 20;
let nonce = '';

function answer(message: FromProcess, attached: Uint8Array = new Uint8Array(0)): void {
  for (const bytes of [encodeLine(nonce, message), attached]) {
    for (let written = 0; written < bytes.length;) written += Deno.stdout.writeSync(bytes.subarray(written));
  }
}

async function start(
  { kind, wantsImage }: Extract<ToProcess, { type: 'start' }>,
  blobs: ReadonlyMap<string, Uint8Array>,
): Promise<Host> {
  const host = await (kind === 'python' ? hostPython(blobs, wantsImage) : hostJavaScript(blobs));
  const { image } = host;
  if (image === null) answer({ type: 'ready', attached: 0 });
  else answer({ type: 'ready', attached: image.bytes.length, pointers: image.pointers }, image.bytes);
  return host;
}

/** Runs one job. A case that breaks a limit ends the process, after its outcome was told. */
async function run(host: Host, job: WorkerJob): Promise<void> {
  const { timeMs, memoryBytes } = job.limits;
  const perform = await host.prepare(job);
  const bytesBefore = Deno.memoryUsage().rss;
  let untold = countCases(job.exercise);
  let caseStart = performance.now();
  let standing: CaseOutcome | null = null;
  const report = (outcome: CaseOutcome): void => {
    if (untold === 0) return;
    untold -= 1;
    caseStart = performance.now();
    answer({ type: 'case', outcome });
  };
  const rerun = (outcome: CaseOutcome): void => {
    standing = outcome;
    caseStart = performance.now();
    answer({ type: 'rerun' });
  };
  const end = (status: 'timeout' | 'memory', error: string): void => {
    report(standing ?? { status, error, stdout: '' });
    answer({ type: 'done', usable: false, bytes: 0 });
    Deno.exit(0);
  };
  const check = (): void => {
    if (performance.now() - caseStart > timeMs + host.graceMs) end('timeout', 'the time limit was reached');
    if (Deno.memoryUsage().rss - bytesBefore > memoryBytes + host.spareBytes) {
      end('memory', `the program took more than ${memoryBytes} bytes of memory`);
    }
  };
  const performed = perform(report, rerun).then(() => true);
  while (!(await Promise.race([performed, pause(watchEveryMs)]))) check();
  answer({ type: 'done', usable: host.lasts, bytes: Deno.memoryUsage().rss });
}

const frames = new FrameReader((into) => Deno.stdin.read(into));
let host: Promise<Host> | null = null;
for (let frame = await frames.next(); frame !== null; frame = await frames.next()) {
  const { message, blobs } = frame;
  nonce = message.nonce;
  if (message.type === 'start') host = start(message, blobs);
  else void host?.then((started) => run(started, message.job));
}
Deno.exit(0);
