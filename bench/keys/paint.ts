/**
 * How long each key takes until it is painted, measured in the page. The clock starts with the event's own time stamp,
 * which the browser gives it before the page's thread gets to it, and stops in the first task after a frame in which the
 * line has grown. Entries of `PerformanceObserver` would say the same only to 8 ms, and nothing of keys under 16 ms.
 */
import type { Page } from 'playwright-core';
import { z } from 'zod';

/** Runs in the page, so it is text here. `prefix` is what the line begins with that is typed into. */
const watching = (prefix: string): string => `(() => {
  const prefix = ${JSON.stringify(prefix)};
  const length = () => {
    for (const line of document.querySelectorAll('.editor-instance .view-line')) {
      const text = line.textContent.replaceAll('\\u00a0', ' ');
      if (text.startsWith(prefix)) return text.length;
    }
    return 0;
  };
  const before = length();
  const waits = [];
  let pressed = 0;
  const listen = (event) => {
    if (event.key.length !== 1) return;
    const wanted = before + ++pressed;
    const look = () => {
      const { port1, port2 } = new MessageChannel();
      // A message that is sent in a frame arrives when the frame is done.
      port1.onmessage = () => {
        if (length() >= wanted) waits.push(performance.now() - event.timeStamp);
        else requestAnimationFrame(look);
      };
      port2.postMessage(null);
    };
    requestAnimationFrame(look);
  };
  addEventListener('keydown', listen, true);
  globalThis.endOfKeys = async () => {
    removeEventListener('keydown', listen, true);
    while (waits.length < pressed) await new Promise((resolve) => setTimeout(resolve, 50));
    return waits;
  };
  return before;
})()`;

export async function watchKeys(page: Page, prefix: string): Promise<void> {
  const length = z.number().parse(await page.evaluate(watching(prefix)));
  if (length < prefix.length) throw new Error(`No line in sight begins with ${prefix}.`);
}

/** Milliseconds from key to paint, a number a key. */
export async function endOfKeys(page: Page): Promise<readonly number[]> {
  return z.array(z.number()).parse(await page.evaluate('endOfKeys()'));
}
