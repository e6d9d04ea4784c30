/**
 * Tries, as a program would, everything that must be denied to programs. What a program says of itself is checked
 * from outside where that is possible: whether a file appeared, whether a connection came.
 */
import { randomUUID } from 'node:crypto';
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Language } from '../protocol/data.ts';
import { javascriptProbe, pythonProbe, reachingProbes } from './probes.ts';
import type { CaseOutcome, Job, JobOutcome, SandboxLevel } from './types.ts';
import { textOf } from './values.ts';

type Finding = SandboxLevel['findings'][number];

const limits = { timeMs: 20_000, memoryBytes: 2 ** 27, outputBytes: 2 ** 20 };

/** A file with a secret, a folder to write to, and a server to connect to. */
interface Bait {
  readonly secretFile: string;
  readonly secret: string;
  readonly newFile: string;
  readonly server: Server;
  readonly port: number;
  connections(): number;
}

/** The actions of both languages, each with whether it was denied. Level `none` if one was not, or a probe failed. */
export async function probe(run: (job: Job) => Promise<JobOutcome>, deno: string): Promise<SandboxLevel> {
  const folder = await mkdtemp(join(tmpdir(), 'critique-coder-probe-'));
  const bait = await layOut(folder);
  try {
    const input = [bait.secretFile, bait.newFile, bait.port, deno];
    const ask = async (language: Language, program: string): Promise<Finding[]> => {
      const exercise = { kind: 'calls', entryPoint: 'probe', inputs: [input] } as const;
      const { cases } = await run({ language, program, exercise, limits });
      return findingsOf(language, cases[0], bait.secret);
    };
    const [javascript, python] = await Promise.all([
      ask('javascript', javascriptProbe),
      ask('python', pythonProbe),
    ]);
    const reaching = await Promise.all(reachingProbes.map((row) => reach(row, run)));
    const findings = [...javascript, ...python, ...reaching, ...(await traces(bait))];
    return { level: findings.every(({ denied }) => denied) ? 'strong' : 'none', findings };
  } finally {
    bait.server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function layOut(folder: string): Promise<Bait> {
  const secret = randomUUID();
  const secretFile = join(folder, 'secret.txt');
  await writeFile(secretFile, secret);
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    secretFile,
    secret,
    newFile: join(folder, 'new.txt'),
    server,
    port,
    connections: () => connections,
  };
}

/** The probe answers with rows of action, whether it was denied, and what happened. */
function findingsOf(language: Language, outcome: CaseOutcome | undefined, secret: string): Finding[] {
  if (outcome?.status !== 'returned' || !Array.isArray(outcome.value)) {
    const detail = outcome === undefined || outcome.status === 'returned' ? 'no answer' : outcome.error;
    return [
      { action: `${language}: the probe`, denied: false, detail: `did not come to its end: ${detail}` },
    ];
  }
  const rows = outcome.value.map((row) => (Array.isArray(row) ? row : []));
  return rows.map(([action = null, denied = null, detail = null]) => ({
    action: `${language}: ${textOf(action)}`,
    denied: denied === true && !textOf(detail).includes(secret),
    detail: textOf(detail).slice(0, 300),
  }));
}

async function reach(
  [action, program]: readonly [string, string],
  run: (job: Job) => Promise<JobOutcome>,
): Promise<Finding> {
  const exercise = { kind: 'stdin', inputs: [''] } as const;
  const { cases } = await run({ language: 'python', program, exercise, limits });
  const [outcome] = cases;
  const denied = outcome !== undefined && outcome.status !== 'returned';
  return { action: `python: ${action}`, denied, detail: denied ? outcome.error : 'it came to its end' };
}

async function traces({ newFile, ...bait }: Bait): Promise<Finding[]> {
  const written = await access(newFile).then(
    () => true,
    () => false,
  );
  return [
    { action: 'seen from outside: a file was written', denied: !written, detail: written ? newFile : 'none' },
    {
      action: 'seen from outside: a connection was made',
      denied: bait.connections() === 0,
      detail: `${bait.connections()}`,
    },
  ];
}
