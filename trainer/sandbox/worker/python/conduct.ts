/** The supervisor's side of Python: one thread that hosts interpreters for as long as the process lives. */
import { startThread } from '../threads.ts';
import type { FromHost, Host, Image, Report, ToHost, WorkerJob } from '../protocol.ts';

export async function hostPython(blobs: ReadonlyMap<string, Uint8Array>, wantsImage: boolean): Promise<Host> {
  const thread = startThread(blobs, 'host');
  const send = (message: ToHost): void => thread.postMessage(message);
  const image = await new Promise<Image | null>((resolve) => {
    thread.onmessage = ({ data }) => {
      const message = data as FromHost;
      if (message.type === 'ready') resolve(message.image);
    };
    send({ type: 'start', blobs, wantsImage });
  });
  const perform = (job: WorkerJob, report: Report, rerun: Report): Promise<void> =>
    new Promise((resolve) => {
      thread.onmessage = ({ data }) => {
        const message = data as FromHost;
        if (message.type === 'case') report(message.outcome);
        else if (message.type === 'rerun') rerun(message.outcome);
        else if (message.type === 'done') resolve();
      };
      send({ type: 'job', job });
    });
  return {
    image,
    graceMs: 250,
    spareBytes: 2 ** 29,
    lasts: true,
    prepare: (job) => Promise.resolve((report, rerun) => perform(job, report, rerun)),
  };
}
