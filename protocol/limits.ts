/** Limits and intervals that more than one side keeps to; `docs/protocol.md` lists what a program meets. */

export const MAX_FRAME_BYTES = 8 * 1024 * 1024;
export const MAX_DOCUMENT_BYTES = 10 * 1024 * 1024;
/** In one document. */
export const MAX_FILES = 200;
/** What somebody may keep in all sessions of their own. */
export const MAX_GUEST_BYTES = 50 * 1024 * 1024;
export const MAX_USER_BYTES = 500 * 1024 * 1024;
/** From here on people are told that the session fills up. */
export const NEARLY_FULL_BYTES = 8 * 1024 * 1024;
export const MAX_MESSAGE_CHARS = 4_000;
/** How long its author may change a message, or delete it. */
export const MESSAGE_CHANGE_MS = 5 * 60_000;
/** How long the deletion of a message can be taken back. */
export const MESSAGE_RESTORE_MS = 60_000;
/** How long a viewer's question whether they may edit stands, and is not asked again. */
export const EDIT_REQUEST_MS = 10 * 60_000;
/**
 * Of the body that makes a session with files in it: whatever a document holds fits, since JSON writes no byte of a
 * text as more than six (`\u0001`), and names no file in more than a few words.
 */
export const MAX_NEW_SESSION_BYTES = 6 * MAX_DOCUMENT_BYTES + 64 * 1024;
export const MAX_TITLE_CHARS = 120;
export const MAX_NAME_CHARS = 64;
export const MAX_CONNECTIONS_PER_DOCUMENT = 250;
/**
 * How many of them may belong to people who have nothing but the link: the rest is kept for those who were given a
 * role.
 */
export const MAX_STRANGERS_PER_DOCUMENT = 200;
export const MAX_CONNECTIONS_PER_USER = 50;
export const MAX_CONNECTIONS_PER_USER_AND_DOCUMENT = 10;
/** What may wait to be sent on one socket: a whole document, and what was pasted into it meanwhile. */
export const MAX_UNSENT_BYTES = 32 * 1024 * 1024;
export const MAX_PRESENCE_BYTES = 2_048;
export const MAX_SELECTIONS = 20;
export const PRESENCE_INTERVAL_MS = 100;
/**
 * How often the server sends something on every connection: a page that receives nothing for longer takes it for dead.
 */
export const HEARTBEAT_MS = 3_000;
export const MAX_REVIEW_CHARS = 60_000;
export const MAX_REVIEW_LINES = 5_000;
export const MAX_FINDINGS = 12;
export const MAX_FINDING_LINES = 100;
export const MAX_REVIEWS_AN_HOUR = 20;
export const MAX_GUEST_REVIEWS_AN_HOUR = 5;
/**
 * Static checks cost the server's time: each at most `CHECK_SLICE_MS`, all of a user's together
 * `MAX_CHECK_SECONDS_AN_HOUR`, an address' five times as much.
 */
export const CHECK_SLICE_MS = 3_000;
export const MAX_CHECK_SECONDS_AN_HOUR = 60;
/** From the request to the end of the answer, including retries. */
export const REVIEW_TIMEOUT_MS = 60_000;
export const UNAUTHENTICATED_TIMEOUT_MS = 10_000;
export const MAX_UNAUTHENTICATED_BYTES = 64 * 1024;

/** Characters of an event that a page sends (events.ts); longer ones are ignored. */
export const MAX_EVENT_CHARS = 1_000;

/** Characters of a run's output that are shown and told to others; a program that writes more goes on without that. */
export const MAX_OUTPUT_CHARS = 1_000_000;
/** Characters of it that are kept once it has ended: its beginning and its end, half each. */
export const MAX_KEPT_OUTPUT_CHARS = 200_000;
/** Of a session. */
export const MAX_KEPT_RUNS = 20;
/** Characters of all texts in one batch of output. */
export const MAX_BATCH_CHARS = 64_000;
export const MAX_BATCH_PIECES = 1_000;
/** A page tells of a run under way at least this often, by output or by its state. */
export const RUN_HEARTBEAT_MS = 10_000;
export const RUN_SILENCE_MS = 30_000;
