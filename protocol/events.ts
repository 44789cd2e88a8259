/** What is sent on a socket besides Yjs: the marks of a page, the server's events, and presence. */
import { z } from "./zod.ts";
import {
  findingSchema,
  messageSchema,
  relativePosition,
  reviewSchema,
  type Role,
  roles,
  sessionSchema,
} from "./entities.ts";
import { MAX_SELECTIONS } from "./limits.ts";
import { MAX_BATCH_PIECES, pieceSchema, runSchema } from "./runs.ts";

/**
 * Why an update was not taken. Nothing of that connection is called durable until a whole SyncStep2 of it has been
 * taken:
 * - `incomplete`: it builds on something that is not here; the page sends all again.
 * - `foreign`: it writes under a client id of somebody else; the page sends all again, since it may be bringing what a
 *   lost node had.
 * - `layout`: it brings what no document may hold (layout-rules.ts) and will never be taken.
 * - `too-large`: the document is full; deleting still works.
 * - `too-many-files`: likewise.
 * - `read-only`: its person may only view, or the document is damaged.
 * - `malformed`: not an update; the socket closes.
 */
const updateRefusals = [
  "incomplete",
  "foreign",
  "layout",
  "too-large",
  "too-many-files",
  "read-only",
  "malformed",
] as const;
export type UpdateRefusal = (typeof updateRefusals)[number];

/** Browser → collab, as JSON in Hocuspocus' stateless messages. Unknown types are ignored. */
export const clientEventSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("mark"), n: z.int().check(z.nonnegative()) }),
  z.object({ type: z.literal("check"), n: z.int().check(z.nonnegative()) }),
]);
export type ClientEvent = z.infer<typeof clientEventSchema>;

/** Collab → browser. Unknown types are ignored. */
export const serverEventSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("durable"), n: z.int() }),
  z.object({ type: z.literal("refused"), reason: z.enum(updateRefusals) }),
  z.object({ type: z.literal("storage"), state: z.enum(["ok", "delayed"]) }),
  z.object({ type: z.literal("nearly-full"), bytes: z.int() }),
  z.object({ type: z.literal("damaged") }),
  z.object({ type: z.literal("alive") }),
  z.object({
    type: z.literal("checked"),
    n: z.int(),
    at: z.number(),
    node: z.string(),
    region: z.nullable(z.string()),
    version: z.string(),
    storage: z.enum(["ok", "delayed"]),
    otherNodes: z.enum(["none", "connected", "away"]),
    hash: z.string(),
  }),
  z.object({ type: z.literal("message-added"), message: messageSchema }),
  z.object({ type: z.literal("message-changed"), message: messageSchema }),
  z.object({ type: z.literal("message-deleted"), messageId: z.uuid() }),
  z.object({ type: z.literal("participants-changed") }),
  z.object({ type: z.literal("session-changed"), session: z.omit(sessionSchema, { role: true }) }),
  z.object({ type: z.literal("role-changed"), role: z.enum(roles) }),
  z.object({ type: z.literal("review-changed"), review: reviewSchema }),
  z.object({ type: z.literal("finding-added"), reviewId: z.uuid(), finding: findingSchema }),
  z.object({ type: z.literal("finding-changed"), reviewId: z.uuid(), finding: findingSchema }),
  z.object({ type: z.literal("run-changed"), run: runSchema }),
  z.object({
    type: z.literal("run-output"),
    runId: z.uuid(),
    n: z.int().check(z.nonnegative()),
    pieces: z.array(pieceSchema).check(z.maxLength(MAX_BATCH_PIECES)),
  }),
  z.object({ type: z.literal("refetch") }),
  z.object({ type: z.literal("draining") }),
]);
export type ServerEvent = z.infer<typeof serverEventSchema>;

/** The value of a text that is JSON of this shape, or undefined: what comes over the wire may be anything. */
export function parseEvent<Schema extends z.ZodMiniType>(schema: Schema, text: string): z.infer<Schema> | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** What a page publishes about itself in awareness. `user` is written by the server alone, from the sign-in. */
export const presenceSchema = z.object({
  file: z.nullish(z.string().check(z.maxLength(64))),
  /** Yjs relative positions as JSON: `anchor` where a selection began, `head` where its caret is. */
  selections: z.nullish(
    z.array(z.object({ anchor: relativePosition, head: relativePosition })).check(z.maxLength(MAX_SELECTIONS)),
  ),
  idle: z.nullish(z.boolean()),
  typing: z.nullish(z.boolean()),
  away: z.nullish(z.boolean()),
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
