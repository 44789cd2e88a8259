/** How long an Undo is offered. */
export const UNDO_MS = 8_000;
