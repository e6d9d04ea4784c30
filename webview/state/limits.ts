/** Limits of the messages, which the page keeps to without loading their schemas; a test compares them with those. */

/** Runs that are drawn over one another at most. */
export const SHOWN_RUNS = 6;
/** Metrics besides those of the charts. */
export const OTHER_METRICS = 100;
/** How often older entries of the log can be asked for. */
export const LOG_PAGES = 5;
