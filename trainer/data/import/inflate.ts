/** Unpacks compressed text of an unknown sender, in bounded memory. */
import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { RowFault } from './types.ts';

const unpack = promisify(inflate);

export const mostUnpacked = 2 ** 28;

/** Base64, and zlib inside it. A `RowFault` of `field` says what it is not, or that it is too much. */
export async function inflateBase64(text: string, field: string): Promise<Uint8Array> {
  if (/[^\w+/=\s-]/.test(text)) throw new RowFault(field, 'is not base64');
  try {
    return await unpack(Buffer.from(text, 'base64'), { maxOutputLength: mostUnpacked });
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? '';
    if (code === 'ERR_BUFFER_TOO_LARGE')
      throw new RowFault(field, `unpacks to more than ${mostUnpacked} bytes`);
    throw new RowFault(field, `is not zlib data: ${(cause as Error).message}`);
  }
}
