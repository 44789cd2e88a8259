import type { ColumnType, Generated, Selectable } from "kysely";
import type { Anchor, FindingState, ReviewSource, ReviewState, Severity } from "../protocol/entities.ts";
import type { Runner, RunKind, RunState } from "../protocol/runs.ts";

/** Set by the database when a row is written; never by us. */
type CreatedAt = ColumnType<Date, never, never>;
type Timestamp = ColumnType<Date, Date | string | undefined, Date | string>;
type NullableTimestamp = ColumnType<Date | null, Date | null | undefined, Date | null>;

export type Role = "owner" | "editor" | "viewer";
export type LinkRole = "editor" | "viewer";
export type Visibility = "private" | "link" | "public";

export type UsersTable = {
  id: Generated<string>;
  name: string;
  /** The form that names share if they look alike (`nameSkeleton`); null where an older web process wrote the name. */
  name_skeleton: string | null;
  /** Since when it is the name. */
  named_at: ColumnType<Date, undefined, Date>;
  color: string;
  /** Null for a guest, who is known by a name only. */
  github_id: ColumnType<string | null, string | null | undefined, string | null>;
  github_login: string | null;
  avatar_url: string | null;
  created_at: CreatedAt;
};

export type SignInsTable = {
  /** SHA-256 of the random id that the cookie carries: a copy of the table signs nobody in. */
  id_hash: Buffer;
  user_id: string;
  created_at: CreatedAt;
  expires_at: Timestamp;
};

export type AdoptedGuestsTable = {
  /** Of a row of users that is gone. */
  guest_id: string;
  user_id: string;
  created_at: CreatedAt;
};

export type CodeSessionsTable = {
  id: Generated<string>;
  owner_id: string;
  title: string;
  /** As `titleKeys` makes them; null where an older web process wrote the title. */
  title_search: string | null;
  title_sort: string | null;
  language: string;
  visibility: Visibility;
  link_role: LinkRole;
  viewers_run: Generated<boolean>;
  created_at: CreatedAt;
  updated_at: Timestamp;
  deleted_at: NullableTimestamp;
};

export type ParticipantsTable = {
  session_id: string;
  user_id: string;
  role: Role;
  via: "owner" | "invite" | "link";
  color: string;
  joined_at: CreatedAt;
  removed_at: NullableTimestamp;
  /** The invite that made them a participant, if one did. */
  invite_id: ColumnType<string | null, string | null | undefined, string | null>;
  /** When the owner last said what they may do: an older invite gives no more. */
  role_set_at: NullableTimestamp;
  /** They left by themselves; the row keeps what the owner had decided, and who keeps which name. */
  left_at: NullableTimestamp;
};

export type InvitesTable = {
  id: Generated<string>;
  session_id: string;
  token_hash: Buffer;
  role: LinkRole;
  created_by: string;
  created_at: CreatedAt;
  expires_at: NullableTimestamp;
  max_uses: number | null;
  uses: Generated<number>;
  revoked_at: NullableTimestamp;
};

export type DocumentsTable = {
  session_id: string;
  /** The whole document as one Yjs V1 update. */
  snapshot: Buffer;
  lineage: Generated<string>;
  damaged_at: NullableTimestamp;
  updated_at: Timestamp;
};

/** The log: what was typed since the snapshot, one row per document, author and batch. */
export type DocumentUpdatesTable = {
  id: Generated<string>;
  session_id: string;
  /** Unique together: a node counts its rows, so that writing a batch again adds nothing. */
  node_id: string;
  sequence: string;
  author_id: string | null;
  /** Another node's edit, logged here because edits of this node may depend on it. */
  relayed: Generated<boolean>;
  /** Yjs V1. */
  update: Buffer;
  created_at: CreatedAt;
  /** A row that does not decode: kept, and never loaded. */
  set_aside_at: NullableTimestamp;
};

/**
 * Every edit that is in a snapshot, with its author and time. Row 0 of a document, under its own id as node, is its
 * beginning.
 */
export type DocumentHistoryTable = {
  session_id: string;
  node_id: string;
  sequence: string;
  author_id: string | null;
  update: Buffer;
  created_at: Timestamp;
};

export type ChatMessagesTable = {
  /** A UUID made by the client, so that a retry adds nothing. */
  id: string;
  session_id: string;
  user_id: string;
  body: string;
  created_at: CreatedAt;
  edited_at: NullableTimestamp;
  /** Nobody is shown the message from then on; the sweep removes it later. */
  deleted_at: NullableTimestamp;
};

/** Who is connected now: one row per node, session and user, void after `until` unless its node renews it. */
export type PresenceTable = {
  node_id: string;
  session_id: string;
  user_id: string;
  until: Timestamp;
};

export type ReviewsTable = {
  id: Generated<string>;
  /** Null for code that came with the request and is in no session. */
  session_id: string | null;
  user_id: string;
  source: ReviewSource;
  /** Null for static checks. */
  model: string | null;
  file_id: string | null;
  path: string;
  language: string;
  /** Lines from 1, inclusive; null for the whole file. */
  start_line: number | null;
  end_line: number | null;
  state: Generated<ReviewState>;
  /** A `ReviewProblem` where it failed. */
  problem: string | null;
  summary: string | null;
  /** How many remarks there were about code that is not there. */
  unplaced: Generated<number>;
  input_tokens: Generated<number>;
  output_tokens: Generated<number>;
  tokens: Generated<number>;
  /** Millionths of a dollar; null where no prices are set. */
  cost_micros: string | null;
  created_at: CreatedAt;
  finished_at: NullableTimestamp;
};

export type FindingsTable = {
  id: Generated<string>;
  /** The latest review that found it. */
  review_id: string;
  /** The review that had it before, and gets it back when the latest fails. */
  earlier_review_id: string | null;
  session_id: string;
  file_id: string;
  severity: Severity;
  title: string;
  message: string;
  /** As they were when it was found, from 1, inclusive. */
  start_line: number;
  end_line: number;
  /** The lines as they were then. */
  quote: string;
  replacement: string | null;
  anchor: ColumnType<Anchor, string, string>;
  state: Generated<FindingState>;
  /** Who applied or dismissed it. */
  claimed_by: string | null;
  claimed_at: NullableTimestamp;
  created_at: CreatedAt;
};

export type RunsTable = {
  /** A UUID made by the client, so that a retry adds nothing. */
  id: string;
  session_id: string;
  user_id: string;
  kind: RunKind;
  runner: Runner;
  file_id: string;
  path: string;
  code_hash: string;
  state: Generated<RunState>;
  exit_code: number | null;
  took_ms: number | null;
  /** How many batches of output there were: the number of the next. */
  batches: Generated<number>;
  output_chars: Generated<number>;
  /** Null while it is under way; then what is kept, in the form that `run_outputs` has. */
  output: Buffer | null;
  created_at: CreatedAt;
  /** When its page last said something of it. */
  seen_at: Timestamp;
  finished_at: NullableTimestamp;
};

/** What a run under way has written, one row a batch. */
export type RunOutputsTable = {
  run_id: string;
  session_id: string;
  /** From 0, without a gap. */
  n: number;
  /** As `pieceChars` counts. */
  chars: number;
  /** A list of pieces as one line of JSON, by gzip: several of these, one behind the other, are gzip again. */
  pieces: Buffer;
};

export type Schema = {
  users: UsersTable;
  sign_ins: SignInsTable;
  adopted_guests: AdoptedGuestsTable;
  code_sessions: CodeSessionsTable;
  participants: ParticipantsTable;
  invites: InvitesTable;
  documents: DocumentsTable;
  document_updates: DocumentUpdatesTable;
  document_history: DocumentHistoryTable;
  chat_messages: ChatMessagesTable;
  presence: PresenceTable;
  reviews: ReviewsTable;
  findings: FindingsTable;
  runs: RunsTable;
  run_outputs: RunOutputsTable;
};

export type UserRow = Selectable<UsersTable>;
export type CodeSessionRow = Selectable<CodeSessionsTable>;
export type InviteRow = Selectable<InvitesTable>;
