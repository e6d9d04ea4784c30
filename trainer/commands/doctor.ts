import { cpus } from 'node:os';
import { fastestProvider, surveyProviders, type SurveyedProvider } from '../engine/providers/survey.ts';
import { freeBytes } from '../disk.ts';
import { reasonOf, TrainerError } from '../errors/error.ts';
import { machineMemory, parallelism } from '../machine.ts';
import { Tokenizer } from '../model/tokenizer.ts';
import type { DoctorReport } from '../protocol/reports.ts';
import { gibibytes } from '../protocol/size.ts';
import { openSandbox } from '../sandbox/open.ts';
import { baseModelDirectory } from '../starter/base/directory.ts';
import type { Command } from './command.ts';
import { checkTensorFlow } from './doctor/tensorflow.ts';

type Check = DoctorReport['checks'][number];

const leastMemory = 4 * 2 ** 30;
const leastDisk = 2 * 2 ** 30;
const leastNode = 24;

export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'check whether this machine can train',
  usage: '[--json]',
  help: [
    'Checks Node, processor, compute providers, sandbox, memory, disk and the starter model. Each is ok, or says what to do.',
    'Of each provider it says how fast it multiplies matrices, or why it does not; engine.provider chooses one.',
    'TensorFlow is optional: whether the package loads that modules of this folder would get, and why not.',
    'Exit code 1 when something must be done first.',
    '',
    '  --json  {ok, checks: [{name, ok, found, todo}]}',
  ].join('\n'),
  options: {},
  takesOperands: false,
  async run({ json, say }) {
    const checks = [
      checkNode(),
      checkProcessor(),
      await checkProviders(),
      await checkTensorFlow(process.cwd()),
      await checkSandbox(),
      checkMemory(),
      await checkDisk(),
      await checkStarter(),
    ];
    const ok = checks.every((check) => check.ok);
    for (const { name, ok: isOk, found, todo } of checks) {
      say(
        `${isOk ? 'ok     ' : 'problem'}  ${name.padEnd(14)}${found}${todo === null ? '' : `\n         ${''.padEnd(14)}${todo}`}`,
      );
    }
    json({ ok, checks } satisfies DoctorReport);
    return ok ? 0 : 1;
  },
};

const fine = (name: string, found: string): Check => ({ name, ok: true, found, todo: null });

function checkNode(): Check {
  const { node } = process.versions;
  if (Number(node.split('.')[0]) >= leastNode) return fine('Node', node);
  return {
    name: 'Node',
    ok: false,
    found: node,
    todo: `Use Node ${leastNode} or newer; "npm ci" brings one on most platforms.`,
  };
}

function checkProcessor(): Check {
  return fine('processor', `${parallelism()} threads, ${cpus()[0]?.model.trim() ?? 'unknown model'}`);
}

/** The processor must compute; a graphics card may. */
async function checkProviders(): Promise<Check> {
  const name = 'providers';
  try {
    const surveyed = await surveyProviders(parallelism());
    const choice = `engine.provider "auto" takes ${autoWords(surveyed)}`;
    const found = [...surveyed.map(wordsOf), choice].join('; ');
    const works = surveyed.some((each) => each.provider === 'cpu' && 'speed' in each);
    return works ? fine(name, found) : { name, ok: false, found, todo: runtimeMissing };
  } catch (cause) {
    return { name, ok: false, found: reasonOf(cause), todo: runtimeMissing };
  }
}

const runtimeMissing =
  'ONNX Runtime does not load here: it needs glibc 2.28 on Linux, and has no build for Macs with Intel processors.';

/** A card is for adapters on a large model alone. */
function autoWords(surveyed: readonly SurveyedProvider[]): string {
  const fastest = fastestProvider(surveyed);
  return fastest === 'cpu' ? 'cpu' : `${fastest} for adapters on a large model, else cpu`;
}

function wordsOf(surveyed: SurveyedProvider): string {
  const { provider } = surveyed;
  if ('reason' in surveyed) return `${provider} does not work (${surveyed.reason})`;
  const speed = surveyed.speed / 1e9;
  return `${provider} ${speed.toPrecision(2)} GFLOP/s`;
}

async function checkSandbox(): Promise<Check> {
  try {
    await using sandbox = await openSandbox({ workers: 1 });
    const { level, findings } = sandbox.level;
    return fine(
      'sandbox',
      `${level}: ${findings.filter(({ denied }) => denied).length} forbidden actions tried and denied`,
    );
  } catch (cause) {
    const todo = cause instanceof TrainerError ? cause.hint : 'This is a defect of Critique-Coder.';
    return { name: 'sandbox', ok: false, found: reasonOf(cause), todo };
  }
}

function checkMemory(): Check {
  const { physical, available } = machineMemory();
  const found = `${gibibytes(available)} free of ${gibibytes(physical)}`;
  if (physical >= leastMemory) return fine('memory', found);
  return {
    name: 'memory',
    ok: false,
    found,
    todo: `Training the starter model wants a machine with ${gibibytes(leastMemory)}.`,
  };
}

async function checkDisk(): Promise<Check> {
  const free = await freeBytes('.');
  const found = `${gibibytes(free)} free here`;
  if (free >= leastDisk) return fine('disk', found);
  return {
    name: 'disk',
    ok: false,
    found,
    todo: `Free some space: a run of the starter model takes up to ${gibibytes(leastDisk)}.`,
  };
}

async function checkStarter(): Promise<Check> {
  try {
    await Tokenizer.open(baseModelDirectory);
    return fine('starter model', 'present');
  } catch (cause) {
    return {
      name: 'starter model',
      ok: false,
      found: reasonOf(cause),
      todo: 'Reinstall Critique-Coder; its files are incomplete.',
    };
  }
}
