/**
 * What browser, web and collab agree on: events, presence, close codes and limits; the document's
 * layout is in layout.ts. A leaf of the import graph: it imports nothing but zod, and everyone may import it.
 */
import { z } from "zod";

export const MAX_FRAME_BYTES = 8 * 1024 * 1024;
export const MAX_DOCUMENT_BYTES = 10 * 1024 * 1024;
/** What somebody may keep in all sessions of their own. */
export const MAX_GUEST_BYTES = 50 * 1024 * 1024;
export const MAX_USER_BYTES = 500 * 1024 * 1024;
/** From here on people are told that the session fills up. */
export const NEARLY_FULL_BYTES = 8 * 1024 * 1024;
export const MAX_MESSAGE_CHARS = 4_000;
export const MAX_TITLE_CHARS = 120;
export const MAX_NAME_CHARS = 64;
export const MAX_CONNECTIONS_A_DOCUMENT = 250;
/**
 * So many of them may be of people who have nothing but the link: the others are kept for those who were given a role.
 */
export const MAX_STRANGERS_A_DOCUMENT = 200;
export const MAX_CONNECTIONS_A_USER = 50;
export const MAX_CONNECTIONS_A_USER_AND_DOCUMENT = 10;
/** What may wait to be sent on one socket: a whole document, and what was pasted into it meanwhile. */
export const MAX_UNSENT_BYTES = 32 * 1024 * 1024;
export const MAX_PRESENCE_BYTES = 2_048;
export const MAX_SELECTIONS = 20;
export const PRESENCE_INTERVAL_MS = 100;
/** How often the server says something on every connection: a page that hears nothing for longer takes it for dead. */
export const HEARTBEAT_MS = 3_000;
export const MAX_REVIEW_CHARS = 60_000;
export const MAX_REVIEW_LINES = 5_000;
export const MAX_FINDINGS = 12;
export const MAX_FINDING_LINES = 100;
export const MAX_REVIEWS_AN_HOUR = 20;
export const MAX_GUEST_REVIEWS_AN_HOUR = 5;
/**
 * Static checks cost the server's time: one at most this much, a user all together so many seconds, an address five
 * times as many.
 */
export const CHECK_SLICE_MS = 3_000;
export const MAX_CHECK_SECONDS_AN_HOUR = 60;
/** From the first word to the last, tries again included. */
export const REVIEW_TIMEOUT_MS = 60_000;
export const UNAUTHENTICATED_TIMEOUT_MS = 10_000;
export const MAX_UNAUTHENTICATED_BYTES = 64 * 1024;

/**
 * Why a socket was closed by the server. A page reconnects after 1012, 1009, 1007, 4408 and 4429, and never after the
 * others.
 */
export const CLOSE = {
  restart: 1012,
  tooBig: 1009,
  malformed: 1007,
  signedOut: 4401,
  accessEnded: 4403,
  sessionDeleted: 4404,
  idle: 4408,
  tooMuch: 4429,
} as const;

/** Why onAuthenticate refused. "Not there" and "not yours" are the same reason. */
export const refusalReasons = ["signed-out", "no-access", "replaced", "unavailable", "full"] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/**
 * Why an update was not taken. Nothing of that connection is called durable until a whole SyncStep2 of it has been:
 * - `incomplete`: it builds on something that is not here; the page sends all again.
 * - `foreign`: it writes under a client id of somebody else; the page sends all again, for it may be bringing what a
 *   lost node had.
 * - `layout`: it brings what no document may hold (layout-rules.ts); it never will be taken.
 * - `too-large`: the document is full; deleting still works.
 * - `too-many-files`: likewise.
 * - `read-only`: its person may only view, or the document is damaged.
 * - `malformed`: not an update; the socket closes.
 */
export const updateRefusals = [
  "incomplete",
  "foreign",
  "layout",
  "too-large",
  "too-many-files",
  "read-only",
  "malformed",
] as const;
export type UpdateRefusal = (typeof updateRefusals)[number];

export const roles = ["owner", "editor", "viewer"] as const;
export const linkRoles = ["editor", "viewer"] as const;
export const visibilities = ["private", "link", "public"] as const;
export type Role = (typeof roles)[number];

export const mayEdit = (role: Role) => role !== "viewer";

/** Each has a contrast of at least 4.8:1 on white and 3.3:1 on #1e1e1e. */
export const caretColors = [
  "#df130c",
  "#b84f0a",
  "#9b6508",
  "#717406",
  "#078307",
  "#078345",
  "#077e72",
  "#087a96",
  "#0c69e4",
  "#5a5af6",
  "#933df5",
  "#c70ac7",
  "#da0b73",
] as const;

export const sessionSchema = z.object({
  id: z.uuid(),
  title: z.string(),
  language: z.string(),
  visibility: z.enum(visibilities),
  linkRole: z.enum(linkRoles),
  role: z.enum(roles),
  ownerId: z.uuid(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  files: z.array(z.object({ id: z.string(), path: z.string(), language: z.string() })).optional(),
});
export type Session = z.infer<typeof sessionSchema>;

export const messageSchema = z.object({
  id: z.uuid(),
  sessionId: z.uuid(),
  userId: z.uuid(),
  userName: z.string(),
  body: z.string(),
  createdAt: z.iso.datetime(),
});
export type ChatMessage = z.infer<typeof messageSchema>;

export const participantSchema = z.object({
  userId: z.uuid(),
  name: z.string(),
  color: z.string(),
  avatarUrl: z.string().nullable(),
  role: z.enum(roles),
  guest: z.boolean(),
  byLink: z.boolean(),
  online: z.boolean(),
});
export type Participant = z.infer<typeof participantSchema>;

/** Who looked at the code: the model, or ESLint's rules on the server. */
export const reviewSources = ["model", "static"] as const;
export type ReviewSource = (typeof reviewSources)[number];
export const reviewStates = ["running", "done", "failed", "cancelled"] as const;
export type ReviewState = (typeof reviewStates)[number];
export const severities = ["error", "warning", "info"] as const;
export type Severity = (typeof severities)[number];
export const findingStates = ["open", "applied", "dismissed"] as const;
export type FindingState = (typeof findingStates)[number];

/** Why a review failed; also the codes that the API answers with. */
export const reviewProblems = [
  "ai_refused",
  "ai_too_long",
  "ai_cut_off",
  "ai_malformed",
  "ai_away",
  "ai_busy",
  "ai_no_credit",
  "ai_no_model",
  "ai_rejected",
  "ai_timeout",
  "check_stopped",
  "interrupted",
] as const;
export type ReviewProblem = (typeof reviewProblems)[number];

const relativePosition = z.record(z.string(), z.unknown());

/** Where a finding's code begins and ends, as Yjs relative positions in JSON: they stay on the same characters. */
export const anchorSchema = z.object({ start: relativePosition, end: relativePosition });
export type Anchor = z.infer<typeof anchorSchema>;

export const findingSchema = z.object({
  id: z.uuid(),
  reviewId: z.uuid(),
  fileId: z.string(),
  severity: z.enum(severities),
  title: z.string(),
  message: z.string(),
  startLine: z.number().int(),
  endLine: z.number().int(),
  quote: z.string(),
  replacement: z.string().nullable(),
  anchor: anchorSchema,
  state: z.enum(findingStates),
  claimedBy: z.string().nullable(),
});
export type Finding = z.infer<typeof findingSchema>;

export const reviewSchema = z.object({
  id: z.uuid(),
  sessionId: z.uuid(),
  userId: z.uuid(),
  userName: z.string(),
  source: z.enum(reviewSources),
  model: z.string().nullable(),
  fileId: z.string(),
  path: z.string(),
  language: z.string(),
  startLine: z.number().int().nullable(),
  endLine: z.number().int().nullable(),
  state: z.enum(reviewStates),
  problem: z.enum(reviewProblems).nullable(),
  summary: z.string().nullable(),
  /** What it said of code that is not there: nobody sees more of it than the number. */
  unplaced: z.number().int(),
  tokensUsed: z.number().int(),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
});
export type Review = z.infer<typeof reviewSchema>;

/** Browser → collab, as JSON in Hocuspocus' stateless messages. Unknown types are ignored. */
export const clientEventSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("mark"), n: z.number().int().nonnegative() }),
]);
export type ClientEvent = z.infer<typeof clientEventSchema>;

/** Collab → browser. Unknown types are ignored. */
export const serverEventSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("durable"), n: z.number().int() }),
  z.object({ type: z.literal("refused"), reason: z.enum(updateRefusals) }),
  z.object({ type: z.literal("storage"), state: z.enum(["ok", "delayed"]) }),
  z.object({ type: z.literal("nearly-full"), bytes: z.number().int() }),
  z.object({ type: z.literal("damaged") }),
  z.object({ type: z.literal("alive") }),
  z.object({ type: z.literal("message-added"), message: messageSchema }),
  z.object({ type: z.literal("participants-changed") }),
  z.object({ type: z.literal("session-changed"), session: sessionSchema.omit({ role: true }) }),
  z.object({ type: z.literal("role-changed"), role: z.enum(roles) }),
  z.object({ type: z.literal("review-changed"), review: reviewSchema }),
  z.object({ type: z.literal("finding-added"), reviewId: z.uuid(), finding: findingSchema }),
  z.object({ type: z.literal("finding-changed"), reviewId: z.uuid(), finding: findingSchema }),
  z.object({ type: z.literal("refetch") }),
  z.object({ type: z.literal("draining") }),
]);
export type ServerEvent = z.infer<typeof serverEventSchema>;

/** What a text says that holds JSON of this shape, or undefined: what comes over a wire may be anything. */
export function parseEvent<Schema extends z.ZodType>(schema: Schema, text: string): z.infer<Schema> | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** What a page says of itself in awareness. `user` is written by the server alone, from the sign-in. */
export const presenceSchema = z.object({
  file: z.string().max(64).nullish(),
  /** Yjs relative positions as JSON: `anchor` where a selection began, `head` where its caret is. */
  selections: z
    .array(z.object({ anchor: relativePosition, head: relativePosition }))
    .max(MAX_SELECTIONS)
    .nullish(),
  idle: z.boolean().nullish(),
  typing: z.boolean().nullish(),
  away: z.boolean().nullish(),
});
export type Presence = z.infer<typeof presenceSchema>;

/** The part of a presence that the server writes. */
export type PresenceUser = {
  id: string;
  name: string;
  color: string;
  avatar: string | null;
  role: Role;
  guest: boolean;
};
