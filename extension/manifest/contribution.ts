/**
 * What a room of the extension adds to the manifest. Each room declares its commands, menus, settings and views once, in
 * a table of this form; `npm run manifest` writes the tables into package.json and package.nls.json, and a test fails
 * when those are stale. So this file and the tables import nothing that needs VS Code.
 */

/** A command; `id` without the prefix `critiqueCoder.`. */
export interface CommandEntry {
  readonly id: string;
  /** As the palette shows it, in English; goes to package.nls.json. */
  readonly title: string;
  /** A codicon's name without `$()`. */
  readonly icon?: string;
  /** Where it is possible; the palette hides it elsewhere. `false` keeps it out of the palette. */
  readonly palette?: string | false;
  /** Absent for a title that says it all without the category before it. */
  readonly category?: 'Critique-Coder';
}

/** A command in a menu of VS Code, such as `view/item/context`. */
export interface MenuEntry {
  readonly menu: string;
  readonly command: string;
  readonly when?: string;
  readonly group?: string;
}

interface SettingBase {
  /** Without the prefix `critiqueCoder.`: `<area>.<name>`. */
  readonly id: string;
  /** Markdown, in English. */
  readonly description: string;
  readonly scope: 'application' | 'machine' | 'machine-overridable' | 'window' | 'resource';
  /** A workspace that is not trusted cannot set it. */
  readonly restricted?: boolean;
}

export type SettingEntry = SettingBase &
  (
    | { readonly type: 'boolean'; readonly default: boolean }
    | { readonly type: 'string'; readonly default: string }
    | {
        readonly type: 'number' | 'integer';
        readonly default: number;
        readonly minimum: number;
        readonly maximum: number;
      }
    | {
        readonly type: 'choice';
        readonly default: string;
        /** The values, with what each means. */
        readonly choices: Readonly<Record<string, string>>;
      }
    | { readonly type: 'strings'; readonly default: readonly string[] }
  );

/** A view in the container of the activity bar. */
export interface ViewEntry {
  readonly id: string;
  readonly name: string;
  readonly type: 'tree' | 'webview';
  /** Its part of the container's height beside the other views that are open, when it is first shown. */
  readonly initialSize: number;
  /** Only its title is shown until somebody opens it. */
  readonly collapsed?: true;
  readonly when?: string;
  /** Shown where the tree has nothing to show: Markdown with command links. */
  readonly welcome?: readonly { readonly contents: string; readonly when?: string }[];
}

export interface Contribution {
  readonly commands?: readonly CommandEntry[];
  readonly menus?: readonly MenuEntry[];
  readonly settings?: readonly SettingEntry[];
  readonly views?: readonly ViewEntry[];
}
