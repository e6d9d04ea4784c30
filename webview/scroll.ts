/** How far the page is scrolled, kept with what is open: a page that is shown again is where it was. */

/** Milliseconds between two notes while it is scrolled. */
const PACE_MS = 200;

/** What VS Code kept, as far as this module wrote it. */
export function restoredScroll(kept: unknown): number {
  if (typeof kept !== 'object' || kept === null) return 0;
  const scroll: unknown = Reflect.get(kept, 'scroll');
  return typeof scroll === 'number' && scroll > 0 ? scroll : 0;
}

export interface Scroll {
  /** Where the page is, or is to be as soon as it is long enough. */
  readonly place: number;
  /** To be called after each drawing. */
  drawn(): void;
  /** Another run was brought into focus from outside: its head is what is looked for. */
  toTop(): void;
}

/** Goes to `start` once there is so much to see, unless the user is quicker. Calls back when the page was scrolled. */
export function followScroll(start: number, moved: () => void): Scroll {
  let wanted = start;
  let noting: ReturnType<typeof setTimeout> | undefined;
  for (const act of ['wheel', 'pointerdown', 'keydown']) {
    addEventListener(act, () => (wanted = 0), { passive: true });
  }
  addEventListener(
    'scroll',
    () => {
      noting ??= setTimeout(() => {
        noting = undefined;
        moved();
      }, PACE_MS);
    },
    { passive: true },
  );
  return {
    get place() {
      return wanted > 0 ? wanted : scrollY;
    },
    drawn: () => {
      if (wanted === 0 || document.documentElement.scrollHeight < wanted + innerHeight) return;
      scrollTo(0, wanted);
      wanted = 0;
    },
    toTop: () => {
      wanted = 0;
      scrollTo(0, 0);
    },
  };
}
