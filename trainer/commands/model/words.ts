/** What is said of a model to people. */
import type { Gated, ModelDescription, ModelProgress } from '../../protocol/hub.ts';
import { duration } from '../../protocol/duration.ts';
import { size } from '../../protocol/size.ts';

const access: Readonly<Record<Gated, (page: string) => string>> = {
  open: () => 'open to everyone',
  auto: (page) => `gated: its licence has to be accepted first, at ${page}`,
  manual: (page) => `gated: its licence has to be accepted at ${page}, and its owners have to agree`,
  unknown: () => 'not known, because only the cache was asked',
};

/** Several lines: all that is to be known before anything big is loaded. */
export function describe(model: ModelDescription): string {
  const { id, revision, commit, page, license, gated, modelType, files, bytes, missingBytes } = model;
  const rows = [
    ['licence', [license.name ?? 'not stated', license.link ?? ''].filter((part) => part !== '').join(', ')],
    ['access', access[gated](page)],
    ['model', modelType ?? 'not stated'],
    ['size', `${size(bytes)} in ${files.length} files, of which ${size(missingBytes)} are not in the cache`],
    ['room', `${size(model.freeBytes)} free`],
    ['folder', model.folder],
    ...files.map((file) => ['', `${size(file.bytes).padStart(8)}  ${file.path}  ${hashText(file.hash)}`]),
  ];
  return [
    `${id}, revision ${revision}, commit ${commit}`,
    ...rows.map(([name = '', text = '']) => `  ${name.padEnd(9)}${text}`),
  ].join('\n');
}

function hashText(hash: string | null): string {
  if (hash === null) return '';
  return `${hash.length === 64 ? 'sha256' : 'git'} ${hash}`;
}

/** `1.2 GB of 1.5 GB (80 %), 35 MB/s, 9 s left: model.safetensors`. */
export function progressText({
  file,
  doneBytes,
  totalBytes,
  bytesPerSecond,
  secondsLeft,
}: ModelProgress): string {
  const percent = totalBytes === 0 ? 100 : Math.floor((100 * doneBytes) / totalBytes);
  const parts = [
    `${size(doneBytes)} of ${size(totalBytes)} (${percent} %)`,
    bytesPerSecond === null ? '' : `${size(bytesPerSecond)}/s`,
    secondsLeft === null || doneBytes === totalBytes ? '' : `${duration(secondsLeft)} left`,
  ];
  return `${parts.filter((part) => part !== '').join(', ')}: ${file}`;
}
