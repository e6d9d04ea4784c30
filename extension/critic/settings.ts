/** The settings of critiques, read with the types and ranges that the table declares. */
import { checkWhenSchema, type CheckWhen } from '../../trainer/protocol/critic-server.ts';
import { languageSchema, type Language } from '../../trainer/protocol/data.ts';
import type { Log } from '../log.ts';
import { Settings } from '../settings/settings.ts';
import { critiqueContribution } from './contribution.ts';

export interface CritiqueSettings {
  readonly enable: boolean;
  readonly when: CheckWhen;
  readonly languages: readonly Language[];
  readonly exclude: readonly string[];
  readonly diagnostics: boolean;
  readonly gutter: boolean;
  readonly idleMinutes: number;
}

const entries = critiqueContribution.settings ?? [];

/** `read` gives what is written for an id without the prefix `critiqueCoder.`. */
export function readCritiqueSettings(read: (id: string) => unknown, log: Log): CritiqueSettings {
  const settings = new Settings(entries, read, log);
  return {
    enable: settings.boolean('critique.enable'),
    when: checkWhenSchema.parse(settings.choice('critique.when')),
    languages: languageSchema.options.filter((language) => settings.boolean(`critique.${language}`)),
    exclude: settings.strings('critique.exclude'),
    diagnostics: settings.boolean('critique.diagnostics'),
    gutter: settings.boolean('critique.gutter'),
    idleMinutes: settings.integer('critique.idleMinutes'),
  };
}
