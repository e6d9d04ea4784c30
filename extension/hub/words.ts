/** What is said of models of the hub. */
import type { Gated, ModelDescription, ModelMessage } from '../../trainer/protocol/hub.ts';
import { parseModelId, type ModelIdProblem } from '../../trainer/protocol/model-id.ts';
import { plain } from '../base/plain.ts';
import { t } from '../l10n.ts';
import { sizeText, timeLeft } from '../run/words.ts';

/** What is wrong with a text that is to name a model; null where nothing is. */
export function modelIdProblem(text: string): string | null {
  const parsed = parseModelId(text.trim());
  if (parsed.ok) return null;
  const problems: Readonly<Record<ModelIdProblem, string>> = {
    form: t('Write it as owner/name.'),
    name: t('An owner or a name has letters, digits, single dashes and dots, and underscores.'),
    revision: t('After the @ comes a branch, a tag or a commit.'),
  };
  return problems[parsed.problem];
}

/** All that is to be known before a model is loaded, in paragraphs. */
export function modelDetail(model: ModelDescription): string {
  const { license, modelType, files, bytes, missingBytes, freeBytes, commit, folder } = model;
  const name = license.name === null ? t('not stated') : plain(license.name, 80);
  return [
    t('Licence: {0}', license.link === null ? name : `${name} (${plain(license.link, 200)})`),
    accessText(model.gated),
    t(
      'Size: {0}. Files: {1}. Still to be loaded: {2}. Free on the disk: {3}.',
      sizeText(bytes),
      files.length,
      sizeText(missingBytes),
      sizeText(freeBytes),
    ),
    modelType === null ? '' : t('Architecture: {0}', plain(modelType, 80)),
    t('Commit {0}', commit),
    folder,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function accessText(gated: Gated): string {
  const texts: Readonly<Record<Gated, string>> = {
    open: t('Open to everyone.'),
    auto: t('Gated: accept its licence on its page first, and give a token of that account.'),
    manual: t('Gated: accept its licence on its page first; its owners have to agree, and it needs a token.'),
    unknown: t('It is in the cache already.'),
  };
  return texts[gated];
}

/** `1.2 GB of 1.5 GB, 35 MB/s, 9 s left`, or what holds it up. */
export function loadingText(message: ModelMessage): string {
  switch (message.type) {
    case 'progress': {
      const { doneBytes, totalBytes, bytesPerSecond, secondsLeft } = message;
      return [
        t('{0} of {1}', sizeText(doneBytes), sizeText(totalBytes)),
        bytesPerSecond === null ? '' : t('{0} a second', sizeText(bytesPerSecond)),
        secondsLeft === null ? '' : timeLeft(secondsLeft),
      ]
        .filter((part) => part !== '')
        .join(', ');
    }
    case 'waiting':
      return t('waiting for process {0}, which loads it already', String(message.pid));
    case 'retrying':
      return t('trying again: {0}', plain(message.reason, 200));
    case 'failed':
      return plain(message.message, 200);
  }
}
