import { TrainerError } from '../errors/error.ts';
import { badModelId } from '../errors/hub.ts';
import { listCache } from '../hub/cached.ts';
import { cacheFolder } from '../hub/environment.ts';
import { openHub } from '../hub/hub.ts';
import { isRevision, parseModelId, type ModelId } from '../protocol/model-id.ts';
import { size } from '../protocol/size.ts';
import { optional, UsageError, type Command, type ExitCode, type Invocation } from './command.ts';
import { describeForPeople, get } from './model/get.ts';
import { openParent } from './model/parent.ts';

export const modelCommand: Command = {
  name: 'model',
  summary: 'load base models of the Hugging Face hub, or list those that are here',
  usage: 'get|describe OWNER/NAME[@REVISION] [--revision REV] [--yes] [--json], or: list [--json]',
  help: [
    'Loads what training needs of a model (configuration, tokenizer, safetensors; never pickles) into the cache that all',
    'programs share (HF_HUB_CACHE, HF_HOME). Size, files, licence and gate are shown first. What was stopped goes on',
    'where it was; every hash is checked. A run starts from it with "base": "OWNER/NAME" in its configuration.',
    '',
    '  get             describe, ask, load',
    '  describe        only say what it is',
    '  list            what the cache holds, without asking the hub',
    '',
    '  --revision REV  a branch, a tag or a commit; "main" by default',
    '  --yes           load without asking; needed where nobody can be asked',
    '  --json          get: {id, revision, commit, folder, bytes, loadedBytes, license}',
    '                  describe: {id, revision, commit, source, page, license, gated, modelType, files, bytes,',
    '                  missingBytes, freeBytes, folder}',
    '                  list: {cache, models: [{id, commit, revisions, folder, bytes, missing}]}',
    '',
    'A gated or private model needs a token: in HF_TOKEN, or in the file that logging in leaves. It is sent to the hub',
    'and nowhere else. HF_ENDPOINT names a mirror; HF_HUB_OFFLINE=1 keeps from asking anybody.',
  ].join('\n'),
  options: { revision: { type: 'string' }, yes: { type: 'boolean' } },
  takesOperands: true,
  async run(invocation) {
    const [verb, ...operands] = invocation.positionals;
    if (verb !== 'get' && verb !== 'describe' && verb !== 'list') {
      throw new UsageError('say get, describe or list');
    }
    const refused = refusedOptions[verb].find((option) => invocation.values[option] !== undefined);
    if (refused !== undefined) throw new UsageError(`--${refused} is not for ${verb}`);
    if (verb === 'list') return list(operands, invocation);
    const model = modelAsked(operands, optional(invocation, 'revision'));
    using parent = openParent();
    const signal = AbortSignal.any([invocation.signal, ...(parent === undefined ? [] : [parent.gone])]);
    try {
      const hub = await openHub(process.env);
      const asked = { hub, model, invocation, parent, signal };
      if (verb === 'get') return await get(asked);
      invocation.json(await describeForPeople(asked));
      return 0;
    } catch (cause) {
      if (parent?.gone.aborted === true) return 130;
      if (cause instanceof TrainerError) {
        const { code, message, hint } = cause;
        parent?.tell({ type: 'failed', code, message, hint });
      }
      throw cause;
    }
  },
};

const refusedOptions = { get: [], describe: ['yes'], list: ['yes', 'revision'] } as const;

function modelAsked(operands: readonly string[], revision: string | undefined): ModelId {
  const [text] = operands;
  if (text === undefined || operands.length > 1) throw new UsageError('name one model, as OWNER/NAME');
  const parsed = parseModelId(text);
  if (!parsed.ok) throw new UsageError(badModelId(text, parsed.problem).message);
  if (revision === undefined) return parsed.id;
  if (text.includes('@')) throw new UsageError(`"${text}" names a revision already, so --revision cannot`);
  if (!isRevision(revision)) throw new UsageError(badModelId(`${text}@${revision}`, 'revision').message);
  return { ...parsed.id, revision };
}

async function list(operands: readonly string[], { json, say }: Invocation): Promise<ExitCode> {
  if (operands.length > 0) throw new UsageError('list takes no model');
  const found = await listCache(cacheFolder(process.env));
  json(found);
  if (found.models.length === 0) say(`There are no models in ${found.cache}.`);
  for (const { id, commit, revisions, bytes, missing } of found.models) {
    const lack = missing.length === 0 ? '' : `  not whole, ${missing.join(', ')} missing`;
    say(`${id}  ${[...revisions, commit.slice(0, 7)].join(', ')}  ${size(bytes)}${lack}`);
  }
  return 0;
}
