/** Names the file to which the numbers of the functions that are run are written, a line each. */
export const reachedVariable = 'CRITIQUE_CODER_REACHED';
