/**
 * The pages that people see, by the names of their routes. What a browser measured is counted under one of these, or
 * not at all.
 */
export const pageNames = [
  "_index",
  "sessions._index",
  "sessions.new",
  "sessions.$sessionId",
  "join.$token",
  "settings",
  "help.sockets",
  "sign-in",
  "auth.guest",
  "$",
] as const;
