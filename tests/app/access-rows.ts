/** Who may do what: each route, each method, and everybody's answer. */

/** Who asks: the last three take part in the session, privately; the others do not. */
export const people = ["nobody", "outsider", "viewer", "editor", "owner"] as const;
export type Who = (typeof people)[number];

/**
 * Which session is asked about: theirs, a stranger's private one, theirs after it was deleted, or an id that is none.
 */
export const kinds = ["own", "other's", "deleted", "malformed"] as const;
export type Kind = (typeof kinds)[number];

export type Row = [
  /** As in app/routes, without its ending. */
  route: string,
  method: string,
  address: string,
  /** For the people in their order. */
  own: string,
  /** A body in JSON, or a form where the address is a page's. `:self` and the like stand for ids here, too. */
  body?: Record<string, string>,
  /** The other kinds of session, where they differ from `strangers`. */
  others?: Partial<Record<Kind, string>>,
];

const all = (status: number) => people.map(() => status).join(" ");
export const rows: Row[] = [
  ["api.sessions", "GET", "/api/sessions", "401 200 200 200 200"],
  ["api.sessions", "POST", "/api/sessions", "401 201 201 201 201", {}],
  ["api.sessions.$sessionId", "GET", "/api/sessions/:session", "401 404 200 200 200"],
  ["api.sessions.$sessionId", "PATCH", "/api/sessions/:session", "401 404 403 403 200", { title: "Changed" }],
  ["api.sessions.$sessionId", "DELETE", "/api/sessions/:session", "401 404 403 403 204"],
  ["api.sessions.$sessionId.duplicate", "POST", "/api/sessions/:session/duplicate", "401 404 201 201 201"],
  [
    "api.sessions.$sessionId.restore",
    "POST",
    "/api/sessions/:session/restore",
    "401 404 403 403 200",
    undefined,
    { deleted: "401 404 404 404 200" },
  ],
  ["api.sessions.$sessionId.deleted-files", "GET", "/api/sessions/:session/deleted-files", "401 404 403 200 200"],
  [
    "api.sessions.$sessionId.deleted-files.$fileId",
    "GET",
    "/api/sessions/:session/deleted-files/x",
    "401 404 403 404 404",
  ],
  ["api.sessions.$sessionId.messages", "GET", "/api/sessions/:session/messages", "401 404 200 200 200"],
  [
    "api.sessions.$sessionId.messages",
    "POST",
    "/api/sessions/:session/messages",
    "401 404 201 201 201",
    { id: ":new", body: "Hello" },
  ],
  ["api.sessions.$sessionId.participants", "GET", "/api/sessions/:session/participants", "401 404 200 200 200"],
  [
    "api.sessions.$sessionId.participants.$userId",
    "PATCH",
    "/api/sessions/:session/participants/:other",
    "401 404 403 403 200",
    { role: "editor" },
  ],
  [
    "api.sessions.$sessionId.participants.$userId",
    "PATCH",
    "/api/sessions/:session/participants/:self",
    "401 404 403 403 403",
    { role: "editor" },
  ],
  [
    "api.sessions.$sessionId.participants.$userId",
    "PATCH",
    "/api/sessions/:session/participants/:stranger",
    "401 404 404 404 404",
    { role: "editor" },
  ],
  [
    "api.sessions.$sessionId.participants.$userId",
    "PATCH",
    "/api/sessions/:session/participants/x",
    "401 404 404 404 404",
    { role: "editor" },
  ],
  [
    "api.sessions.$sessionId.participants.$userId",
    "DELETE",
    "/api/sessions/:session/participants/:other",
    "401 404 403 403 200",
  ],
  [
    "api.sessions.$sessionId.participants.$userId",
    "DELETE",
    "/api/sessions/:session/participants/:self",
    "401 404 204 204 403",
  ],
  [
    "api.sessions.$sessionId.participants.$userId",
    "DELETE",
    "/api/sessions/:session/participants/:stranger",
    "401 404 404 404 404",
  ],
  [
    "api.sessions.$sessionId.participants.$userId.restore",
    "POST",
    "/api/sessions/:session/participants/:removed/restore",
    "401 404 403 403 200",
  ],
  [
    "api.sessions.$sessionId.participants.$userId.restore",
    "POST",
    "/api/sessions/:session/participants/:other/restore",
    "401 404 403 403 200",
  ],
  [
    "api.sessions.$sessionId.participants.$userId.restore",
    "POST",
    "/api/sessions/:session/participants/:stranger/restore",
    "401 404 403 403 404",
  ],
  [
    "api.sessions.$sessionId.participants.$userId.restore",
    "POST",
    "/api/sessions/:session/participants/x/restore",
    "401 404 403 403 404",
  ],
  ["api.sessions.$sessionId.invites", "GET", "/api/sessions/:session/invites", "401 404 403 403 200"],
  [
    "api.sessions.$sessionId.invites",
    "POST",
    "/api/sessions/:session/invites",
    "401 404 403 403 201",
    { role: "viewer" },
  ],
  [
    "api.sessions.$sessionId.invites.$inviteId",
    "DELETE",
    "/api/sessions/:session/invites/:invite",
    "401 404 403 403 204",
  ],
  [
    "api.sessions.$sessionId.invites.$inviteId",
    "DELETE",
    "/api/sessions/:session/invites/:foreignInvite",
    "401 404 403 403 404",
  ],
  ["api.sessions.$sessionId.invites.$inviteId", "DELETE", "/api/sessions/:session/invites/x", "401 404 403 403 404"],
  ["api.user", "GET", "/api/user", "401 200 200 200 200"],
  ["api.vitals", "POST", "/api/vitals", all(204), { page: "_index" }],
  ["api.ai.review", "GET", "/api/ai/review", "401 200 200 200 200"],
  // One runs already: who may ask is told so.
  [
    "api.ai.review",
    "POST",
    "/api/ai/review",
    "401 404 403 409 409",
    { sessionId: ":session", fileId: ":file", source: "static" },
  ],
  ["api.sessions.$sessionId.reviews", "GET", "/api/sessions/:session/reviews", "401 404 200 200 200"],
  ["api.sessions.$sessionId.reviews.$reviewId", "GET", "/api/sessions/:session/reviews/:review", "401 404 200 200 200"],
  [
    "api.sessions.$sessionId.reviews.$reviewId",
    "GET",
    "/api/sessions/:session/reviews/:foreignReview",
    "401 404 404 404 404",
  ],
  [
    "api.sessions.$sessionId.reviews.$reviewId.cancel",
    "POST",
    "/api/sessions/:session/reviews/:review/cancel",
    "401 404 403 200 409",
  ],
  [
    "api.sessions.$sessionId.reviews.$reviewId.cancel",
    "POST",
    "/api/sessions/:session/reviews/:foreignReview/cancel",
    "401 404 403 404 404",
  ],
  [
    "api.sessions.$sessionId.findings.$findingId",
    "GET",
    "/api/sessions/:session/findings/:finding",
    "401 404 200 200 200",
  ],
  [
    "api.sessions.$sessionId.findings.$findingId",
    "GET",
    "/api/sessions/:session/findings/:foreignFinding",
    "401 404 404 404 404",
  ],
  [
    "api.sessions.$sessionId.findings.$findingId",
    "PATCH",
    "/api/sessions/:session/findings/:finding",
    "401 404 403 200 409",
    { state: "applied" },
  ],
  [
    "api.sessions.$sessionId.findings.$findingId",
    "PATCH",
    "/api/sessions/:session/findings/:foreignFinding",
    "401 404 403 404 404",
    { state: "applied" },
  ],
  ["api.$", "GET", "/api/nothing", all(404)],
  ["api.$", "POST", "/api/nothing", all(404), {}],

  ["_index", "GET", "/", all(200)],
  [
    "_index",
    "POST",
    "/?index",
    all(303),
    { link: ":session" },
    { malformed: all(422), "other's": all(303), deleted: all(303) },
  ],
  ["start", "GET", "/start", all(302)],
  ["start", "POST", "/start", all(302), {}],
  ["sign-in", "GET", "/sign-in", "200 302 302 302 302"],
  ["settings", "GET", "/settings", "302 200 200 200 200"],
  ["settings", "POST", "/settings", "302 303 303 303 303", { intent: "name", name: "Changed" }],
  ["sessions._index", "GET", "/sessions", "302 200 200 200 200"],
  [
    "sessions._index",
    "POST",
    "/sessions?index",
    "302 404 403 403 303",
    { intent: "rename", sessionId: ":session", title: "Changed" },
  ],
  ["sessions._index", "POST", "/sessions?index", "302 404 403 403 303", { intent: "delete", sessionId: ":session" }],
  [
    "sessions._index",
    "POST",
    "/sessions?index",
    "302 404 404 404 404",
    { intent: "restore", sessionId: ":session" },
    { deleted: "302 404 404 404 303" },
  ],
  ["sessions._index", "POST", "/sessions?index", "302 404 303 303 303", { intent: "duplicate", sessionId: ":session" }],
  ["sessions._index", "POST", "/sessions?index", "302 404 303 303 403", { intent: "leave", sessionId: ":session" }],
  ["sessions.new", "GET", "/sessions/new", "302 200 200 200 200"],
  ["sessions.new", "POST", "/sessions/new", "302 303 303 303 303", { language: "go", visibility: "private" }],
  ["sessions.$sessionId", "GET", "/sessions/:session", "302 404 200 200 200"],
  [
    "join.$token",
    "GET",
    "/join/:token",
    "200 200 302 302 302",
    undefined,
    { "other's": all(200), deleted: all(404), malformed: all(404) },
  ],
  [
    "join.$token",
    "POST",
    "/join/:token",
    all(303),
    { name: "Newcomer" },
    { "other's": all(303), deleted: all(404), malformed: all(404) },
  ],
  ["auth.guest", "GET", "/auth/guest", all(200)],
  ["auth.guest", "POST", "/auth/guest", all(303), { name: "Newcomer" }],
  ["auth.sign-out", "GET", "/auth/sign-out", all(302)],
  ["auth.sign-out", "POST", "/auth/sign-out", all(303), {}],
  ["auth.github", "GET", "/auth/github", all(302)],
  ["auth.github", "POST", "/auth/github", all(303), {}],
  ["auth.github.callback", "GET", "/auth/github/callback", all(302)],
  ["auth.github.callback", "POST", "/auth/github/callback", all(405), {}],
  ["$", "GET", "/nothing", all(404)],
  ["$", "POST", "/nothing", all(404), {}],
];
