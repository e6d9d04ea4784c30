/**
 * The number of everything in this room: run folder records, control messages, critic folder, reports.
 * It rises when a reader of the old form would misread the new one; adding an optional field does not raise it.
 */
export const PROTOCOL_VERSION = 1;
