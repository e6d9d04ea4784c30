/** From the tables of the rooms to the parts of package.json that VS Code reads, and to the words of package.nls.json. */
import type { CommandEntry, Contribution, MenuEntry, SettingEntry, ViewEntry } from './contribution.ts';
import { walkthrough, walkthroughSteps } from './walkthrough.ts';

export interface Manifest {
  /** Replaces the fields of the same name in package.json. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Every word that a user sees, by the key that stands for it in `fields`. */
  readonly words: Readonly<Record<string, string>>;
}

const CONTAINER = 'critiqueCoder';
const full = (id: string): string => `critiqueCoder.${id}`;

/** Takes words and gives back the placeholder that stands for them. */
type Say = (key: string, text: string) => string;

export function buildManifest(contributions: readonly Contribution[]): Manifest {
  const words: Record<string, string> = {};
  const say: Say = (key, text) => {
    if ((words[key] ?? text) !== text) throw new Error(`Two tables have words for ${key}.`);
    words[key] = text;
    return `%${key}%`;
  };
  const of = <T>(pick: (room: Contribution) => readonly T[] | undefined): T[] =>
    contributions.flatMap((room) => pick(room) ?? []);
  const commands = of((room) => room.commands);
  const settings = of((room) => room.settings);
  const views = of((room) => room.views);
  const fields = {
    activationEvents: ['onStartupFinished'],
    extensionKind: ['workspace'],
    capabilities: capabilities(settings, say),
    l10n: './l10n',
    contributes: {
      commands: commands.map((command) => commandOf(command, say)),
      menus: menusOf(
        commands,
        of((room) => room.menus),
      ),
      configuration: {
        title: 'Critique-Coder',
        properties: Object.fromEntries(
          settings.map((setting) => [full(setting.id), settingOf(setting, say)]),
        ),
      },
      viewsContainers: { activitybar: [{ id: CONTAINER, title: 'Critique-Coder', icon: 'media/view.svg' }] },
      views: { [CONTAINER]: views.map((view) => viewOf(view, say)) },
      viewsWelcome: views.flatMap((view) => welcomeOf(view, say)),
      jsonValidation: [{ fileMatch: 'critique-coder.json', url: './dist/critique-coder.schema.json' }],
      walkthroughs: [walkthroughOf(say)],
    },
  };
  return { fields, words };
}

function capabilities(settings: readonly SettingEntry[], say: Say): object {
  return {
    untrustedWorkspaces: {
      supported: 'limited',
      description: say(
        'capabilities.untrusted',
        'Verdicts can be read. Training and running code are not possible, because both execute programs.',
      ),
      restrictedConfigurations: settings.filter(({ restricted }) => restricted).map(({ id }) => full(id)),
    },
    virtualWorkspaces: {
      supported: false,
      description: say(
        'capabilities.virtual',
        'Critics and runs are files on a disk, which a virtual workspace does not have.',
      ),
    },
  };
}

const commandOf = ({ id, title, icon, category }: CommandEntry, say: Say): object => ({
  command: full(id),
  title: say(`command.${id}`, title),
  ...(category === undefined ? {} : { category }),
  ...(icon === undefined ? {} : { icon: `$(${icon})` }),
});

function menusOf(commands: readonly CommandEntry[], entries: readonly MenuEntry[]): Record<string, object[]> {
  const menus: Record<string, object[]> = {};
  for (const { menu, command, when, group } of entries) {
    (menus[menu] ??= []).push({
      command: full(command),
      ...(when === undefined ? {} : { when }),
      ...(group === undefined ? {} : { group }),
    });
  }
  const hidden = commands.filter(({ palette }) => palette !== undefined);
  menus['commandPalette'] = hidden.map(({ id, palette }) => ({
    command: full(id),
    when: palette === false ? 'false' : palette,
  }));
  return menus;
}

function settingOf(setting: SettingEntry, say: Say): object {
  const key = `setting.${setting.id}`;
  const common = {
    default: setting.default,
    scope: setting.scope,
    markdownDescription: say(key, setting.description),
  };
  switch (setting.type) {
    case 'number':
    case 'integer':
      return { type: setting.type, minimum: setting.minimum, maximum: setting.maximum, ...common };
    case 'choice':
      return {
        type: 'string',
        enum: Object.keys(setting.choices),
        markdownEnumDescriptions: Object.entries(setting.choices).map(([value, text]) =>
          say(`${key}.${value}`, text),
        ),
        ...common,
      };
    case 'strings':
      return { type: 'array', items: { type: 'string' }, ...common };
    case 'boolean':
    case 'string':
      return { type: setting.type, ...common };
  }
}

const viewOf = ({ id, name, type, initialSize, collapsed, when }: ViewEntry, say: Say): object => ({
  id,
  name: say(`view.${id}`, name),
  icon: 'media/view.svg',
  ...(type === 'webview' ? { type } : {}),
  initialSize,
  ...(collapsed === true ? { visibility: 'collapsed' } : {}),
  ...(when === undefined ? {} : { when }),
});

function welcomeOf({ id, welcome = [] }: ViewEntry, say: Say): object[] {
  return welcome.map(({ contents, when }, index) => ({
    view: id,
    contents: say(`welcome.${id}.${index + 1}`, contents),
    ...(when === undefined ? {} : { when }),
  }));
}

function walkthroughOf(say: Say): object {
  const { id, title, description } = walkthrough;
  return {
    id,
    title: say('walkthrough', title),
    description: say('walkthrough.description', description),
    steps: walkthroughSteps.map((step) => ({
      id: step.id,
      title: say(`walkthrough.${step.id}`, step.title),
      description: say(`walkthrough.${step.id}.description`, step.description),
      media: {
        svg: `media/walkthrough/${step.image}`,
        altText: say(`walkthrough.${step.id}.altText`, step.altText),
      },
      completionEvents: step.completionEvents,
    })),
  };
}
