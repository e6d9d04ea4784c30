/** The browser that shows the workbench; a page of it is what a user sees. */
import { chromium, type Browser, type Page } from 'playwright-core';
import { findBrowser } from './tools.ts';

/** Runs as root in containers, draws without a graphics card, and asks nobody in the network for anything. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function openBrowser(): Promise<Browser> {
  const executablePath = findBrowser();
  if (executablePath === undefined) throw new Error('No browser was found.');
  return await chromium.launch({ executablePath, args: flags });
}

/** A page of the size that the pictures in the documentation have. */
export async function openPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: 'dark' });
  const page = await context.newPage();
  // The machine may be busy with a training; what is wrong stays wrong for a minute as well.
  page.setDefaultTimeout(60_000);
  return page;
}
