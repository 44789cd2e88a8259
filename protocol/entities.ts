/** What a session consists of, as the API answers it and events carry it. */
import { z } from "./zod.ts";

export const roles = ["owner", "editor", "viewer"] as const;
export const linkRoles = ["editor", "viewer"] as const;
export const visibilities = ["private", "link", "public"] as const;
export type Role = (typeof roles)[number];

/** Whether somebody with this role may change the files and ask for reviews; reading and chatting takes any role. */
export const mayEdit = (role: Role) => role !== "viewer";

/** Whether somebody with this role may run the code, for everybody to see. */
export const mayRun = (role: Role, { viewersRun }: Pick<Session, "viewersRun">) => mayEdit(role) || viewersRun;

/** Each has a contrast of at least 4.8:1 on white, and 3.3:1 on #1e1e1e and on the editor's dark page. */
export const caretColors = [
  "#df130c",
  "#b84f0a",
  "#9b6508",
  "#717406",
  "#078307",
  "#078345",
  "#077e72",
  "#087a96",
  "#0c69e5",
  "#5a5af6",
  "#933df5",
  "#c70ac7",
  "#da0b73",
] as const;

/** What people were given before it had a shade too little contrast on dark, and what it counts as now. */
const formerColors: Record<string, string | undefined> = { "#0c69e4": "#0c69e5" };

/** The caret colour that a stored or sent one stands for; anything that never was one of ours stays as it is. */
export const currentColor = (color: string): string => formerColors[color] ?? color;

export const sessionSchema = z.object({
  id: z.uuid(),
  title: z.string(),
  language: z.string(),
  visibility: z.enum(visibilities),
  linkRole: z.enum(linkRoles),
  /** Viewers may run the code. A node of an earlier version does not say. */
  viewersRun: z._default(z.boolean(), false),
  role: z.enum(roles),
  ownerId: z.uuid(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  files: z.optional(z.array(z.object({ id: z.string(), path: z.string(), language: z.string() }))),
});
export type Session = z.infer<typeof sessionSchema>;

export const messageSchema = z.object({
  id: z.uuid(),
  sessionId: z.uuid(),
  userId: z.uuid(),
  userName: z.string(),
  body: z.string(),
  createdAt: z.iso.datetime(),
  /** When its author last changed it. A node of an earlier version sends none. */
  editedAt: z._default(z.nullable(z.iso.datetime()), null),
});
export type ChatMessage = z.infer<typeof messageSchema>;

/** How the address ends that makes a message a viewer's question whether they may edit (docs/decisions/024). */
export const editRequestPath = (sessionId: string) => `/sessions/${sessionId}#ask-to-edit`;

export const participantSchema = z.object({
  userId: z.uuid(),
  name: z.string(),
  color: z.string(),
  avatarUrl: z.nullable(z.string()),
  role: z.enum(roles),
  guest: z.boolean(),
  byLink: z.boolean(),
  online: z.boolean(),
});
export type Participant = z.infer<typeof participantSchema>;

/** Who looked at the code: the model, or ESLint's rules on the server. */
export const reviewSources = ["model", "static"] as const;
export type ReviewSource = (typeof reviewSources)[number];
const reviewStates = ["running", "done", "failed", "cancelled"] as const;
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

export const relativePosition = z.record(z.string(), z.unknown());

/** Where a finding's code begins and ends, as Yjs relative positions in JSON: they stay on the same characters. */
const anchorSchema = z.object({ start: relativePosition, end: relativePosition });
export type Anchor = z.infer<typeof anchorSchema>;

export const findingSchema = z.object({
  id: z.uuid(),
  reviewId: z.uuid(),
  fileId: z.string(),
  severity: z.enum(severities),
  title: z.string(),
  message: z.string(),
  startLine: z.int(),
  endLine: z.int(),
  quote: z.string(),
  replacement: z.nullable(z.string()),
  anchor: anchorSchema,
  state: z.enum(findingStates),
  claimedBy: z.nullable(z.string()),
});
export type Finding = z.infer<typeof findingSchema>;

export const reviewSchema = z.object({
  id: z.uuid(),
  sessionId: z.uuid(),
  userId: z.uuid(),
  userName: z.string(),
  source: z.enum(reviewSources),
  model: z.nullable(z.string()),
  fileId: z.string(),
  path: z.string(),
  language: z.string(),
  startLine: z.nullable(z.int()),
  endLine: z.nullable(z.int()),
  state: z.enum(reviewStates),
  problem: z.nullable(z.enum(reviewProblems)),
  summary: z.nullable(z.string()),
  /** Remarks about code that is not there: only their number is shown. */
  unplaced: z.int(),
  tokensUsed: z.int(),
  createdAt: z.iso.datetime(),
  finishedAt: z.nullable(z.iso.datetime()),
});
export type Review = z.infer<typeof reviewSchema>;
