import { MAX_GUEST_BYTES, MAX_USER_BYTES } from "../../protocol/limits.ts";
import { NoRoomLeft } from "../../db/sessions.ts";
import { failure } from "../http.ts";

const megabytes = (bytes: number) => `${Math.floor(bytes / 1024 / 1024).toLocaleString("en")} MB`;

/** Makes a session, or throws 413 with the limit where its owner keeps too much already. */
export async function withRoom<T>(make: () => Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof NoRoomLeft)) throw error;
    const more =
      error.limit < MAX_USER_BYTES ? ` Somebody who signs in with GitHub may keep ${megabytes(MAX_USER_BYTES)}.` : "";
    const who = error.limit === MAX_GUEST_BYTES ? "a guest" : "one person";
    const way = error.isOfDeleted
      ? "Some of it belongs to deleted sessions, which are purged 30 days after they were deleted."
      : "Delete a session that you no longer need.";
    throw failure(
      413,
      "no_room",
      `There is no room for it: ${who} may keep ${megabytes(error.limit)} here. ${way}${more}`,
    );
  }
}
