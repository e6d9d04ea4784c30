/** Warnings and failures as a snapshot has them: what others wrote is cut, for the whole stands in the run's log. Pure. */
import type { Notice } from '../../trainer/protocol/panel-snapshot.ts';
import { t } from '../l10n.ts';

/** Characters of a text. */
const CUT = 600;
/** Bytes of all notices: what is no letter takes up to six times its length in a message. */
const BYTES = 16_000;

/** The beginning of a text that may be of any length. */
export const shortened = (text: string): string => (text.length <= CUT ? text : `${text.slice(0, CUT)} …`);

/** The trainer writes each of them into the log as well. */
const shortenedLogged = (text: string): string =>
  text.length <= CUT ? text : t('{0} (the rest is in the log)', shortened(text));

/** The newest that fit, with their texts cut. */
export function shownNotices(notices: readonly Notice[]): Notice[] {
  const cut = notices.map((notice) => ({
    ...notice,
    message: shortenedLogged(notice.message),
    hint: shortenedLogged(notice.hint),
  }));
  let bytes = 0;
  const tooOld = cut.findLastIndex((notice) => (bytes += Buffer.byteLength(JSON.stringify(notice))) > BYTES);
  return cut.slice(tooOld + 1);
}
