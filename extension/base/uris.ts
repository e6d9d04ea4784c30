/** URIs as texts: where files and folders lie. VS Code tells of a folder once, and not of each file in it. */

/** Whether it is the place itself, or something in that folder. */
export const isWithin = (uri: string, place: string): boolean => uri === place || uri.startsWith(`${place}/`);

/** What a URI is after a file or a folder was moved. */
export const afterMove = (uri: string, from: string, to: string): string =>
  isWithin(uri, from) ? `${to}${uri.slice(from.length)}` : uri;
