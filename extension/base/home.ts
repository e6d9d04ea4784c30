import { homedir } from 'node:os';
import { join } from 'node:path';

/** A path as users write it, in which `~` at the beginning is their own folder. */
export const fromHome = (path: string): string =>
  /^~(?=$|[/\\])/.test(path) ? join(homedir(), path.slice(1)) : path;
