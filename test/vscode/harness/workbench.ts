/** The workbench in a browser page: what a user does to it, and what a user reads in it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import type { Server } from './server.ts';

export interface WorkbenchOptions {
  /** Absolute path of the folder that is opened. */
  readonly folder: string;
  /** What the page tells the workbench at its start. */
  readonly payload?: readonly (readonly [string, string])[];
}

/** How long a palette may take to open and to find; a busy machine needs some seconds. */
const palettePatience = 10_000;
/** After a choice a menu closes at once. A menu that has just opened may take no choice yet, and stays. */
const menuPatience = 2000;

export class Workbench {
  readonly page: Page;
  readonly #address: string;

  constructor(page: Page, { authority }: Server, { folder, payload }: WorkbenchOptions) {
    this.page = page;
    const query = new URLSearchParams({ folder });
    if (payload !== undefined) query.set('payload', JSON.stringify(payload));
    this.#address = `http://${authority}/?${query.toString()}`;
  }

  /** Opens the window, or the same window again, and waits until it takes commands. */
  async open(): Promise<void> {
    await this.page.goto(this.#address);
    await this.page.locator('.monaco-workbench .statusbar-item').first().waitFor();
  }

  /**
   * By the command's title, as the palette shows it. A palette lists what was known when it opened, and closes when
   * something else takes the focus; so it is opened anew until the command was chosen in it.
   */
  async runCommand(title: string): Promise<void> {
    const choose = async (): Promise<void> => {
      await this.page.keyboard.press('Escape');
      await this.page.keyboard.press('F1');
      await this.page
        .locator('.quick-input-widget input.input')
        .fill(`>${title}`, { timeout: palettePatience });
      await this.row(title).first().click({ timeout: palettePatience });
    };
    await eventually(() => succeeds(choose()), Boolean, `the command "${title}" in the palette`);
  }

  /** Chooses in the quick pick that is open or opens next. */
  async pick(label: string | RegExp): Promise<void> {
    await this.row(label).first().click();
  }

  /** Fills the input box that is open or opens next. */
  async answer(text: string): Promise<void> {
    await this.page.locator('.quick-input-widget input.input').fill(text);
    await this.page.keyboard.press('Enter');
  }

  row(label: string | RegExp): Locator {
    return this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: label });
  }

  /** Through "Go to File", by a path inside the folder. */
  async openFile(path: string): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+p');
    await this.page.locator('.quick-input-widget input.input').fill(path);
    await this.row(path.split('/').at(-1) ?? path)
      .first()
      .click();
    await this.page.locator(`.tab.active[data-resource-name="${path.split('/').at(-1)}"]`).waitFor();
  }

  /** Shows the view container of this title; it may be shown already. */
  async openContainer(title: string): Promise<void> {
    await this.runCommand(`View: Show ${title}`);
    await this.page
      .locator('.sidebar .composite.title')
      .filter({ hasText: new RegExp(title, 'i') })
      .waitFor();
  }

  /** Drags the edge of the side bar until that is so many pixels wide. */
  async widenSideBar(width: number): Promise<void> {
    const box = await this.page.locator('.part.sidebar').boundingBox();
    if (box === null) throw new Error('There is no side bar to widen.');
    const middle = box.y + box.height / 2;
    await this.page.mouse.move(box.x + box.width, middle);
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + width, middle, { steps: 4 });
    await this.page.mouse.up();
    // The edge is lit as long as the mouse is on it.
    await this.page.mouse.move(box.x + width + 200, middle);
  }

  /** A view of the side bar, by its name. */
  view(name: string): Locator {
    return this.page.locator(`.pane:has(> .pane-header[aria-label^="${name}"])`);
  }

  /** Opens a view of the side bar of which only the title may be shown. */
  async expandView(name: string): Promise<void> {
    await this.#fold(name, true);
  }

  async collapseView(name: string): Promise<void> {
    await this.#fold(name, false);
  }

  async #fold(name: string, open: boolean): Promise<void> {
    const header = this.page.locator(`.pane-header[aria-label^="${name}"]`);
    if ((await header.getAttribute('aria-expanded')) !== String(open)) await header.click();
    await this.page.locator(`.pane-header[aria-label^="${name}"][aria-expanded="${open}"]`).waitFor();
  }

  treeRows(view: string): Locator {
    return this.view(view).locator('.monaco-list-row');
  }

  /** The code lenses that the editor shows, in the order of the lines. */
  lenses(): Locator {
    return this.page.locator('.editor-instance .codelens-decoration');
  }

  /** What the lenses say, from the top of the editor down. */
  async lensTexts(): Promise<string[]> {
    const lenses = await this.lenses().all();
    const read = lenses.map(async (lens) => ({
      text: (await lens.innerText({ timeout: 1000 })).trim(),
      y: (await lens.boundingBox({ timeout: 1000 }))?.y ?? 0,
    }));
    // A lens that is drawn anew while it is read is read again by who waits for it.
    const shown = await Promise.all(read).catch(() => []);
    return shown.toSorted((one, other) => one.y - other.y).map(({ text }) => text);
  }

  /** In the active editor; both count from 1. */
  async placeCursor(line: number, column: number): Promise<void> {
    await this.page.locator('.editor-group-container.active .monaco-editor .view-lines').click();
    await this.page.keyboard.press('Control+g');
    await this.answer(`:${line}:${column}`);
  }

  /** Of the context menu of something. Until the menu is gone, nothing was chosen. */
  async chooseInMenu(target: Locator, label: string): Promise<void> {
    const menu = this.page.locator('.monaco-menu');
    const item = menu.locator('.action-item').filter({ hasText: label });
    await target.click({ button: 'right' });
    await item.waitFor();
    const choose = async (): Promise<void> => {
      if (await item.isVisible()) await item.click({ timeout: menuPatience });
      await menu.waitFor({ state: 'detached', timeout: menuPatience });
    };
    await eventually(() => succeeds(choose()), Boolean, `"${label}" in the menu`);
  }

  toasts(): Locator {
    return this.page.locator('.notification-toast .notification-list-item');
  }

  statusItem(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item').filter({ hasText: text });
  }

  /** The document inside a webview view of the extension `publisher.name`. */
  webviewView(extension: string): FrameLocator {
    const outer = `iframe.webview.ready[src*="extensionId=${extension}"][src*="purpose=webviewView"]`;
    return this.page.frameLocator(outer).frameLocator('#active-frame');
  }

  /** The document inside the one webview that is an editor. */
  webviewEditor(): FrameLocator {
    return this.page
      .frameLocator('iframe.webview.ready:not([src*="purpose="])')
      .frameLocator('#active-frame');
  }
}

const succeeds = (attempt: Promise<unknown>): Promise<boolean> =>
  attempt.then(
    () => true,
    () => false,
  );

/** Polls until `read` gives what `accept` takes; throws with the last thing read. The state of a window settles in its own time. */
export async function eventually<T>(
  read: () => Promise<T>,
  accept: (value: T) => boolean,
  what: string,
  { within = 60_000 } = {},
): Promise<T> {
  const end = Date.now() + within;
  for (;;) {
    const value = await read();
    if (accept(value)) return value;
    if (Date.now() > end)
      throw new Error(`${what}: after ${within} ms it was still ${JSON.stringify(value)}`);
    await sleep(100);
  }
}

/** Runs in a page, so it is text here. */
const twoFrames = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))';

/** Two frames of every document: what was changed has been drawn. */
export async function settled({ page }: Workbench): Promise<void> {
  await Promise.all(page.frames().map((frame) => frame.evaluate(twoFrames).catch(() => undefined)));
}
