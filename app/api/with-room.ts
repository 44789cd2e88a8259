import { MAX_GUEST_BYTES, MAX_USER_BYTES } from "../../protocol/limits.ts";
import { NoRoomLeft } from "../../db/sessions.ts";
import { failure } from "../http.ts";
import { apiWords } from "../words/api.ts";

const megabytes = (bytes: number) => Math.floor(bytes / 1024 / 1024);

/** Makes a session, or throws 413 with the limit where its owner keeps too much already. */
export async function withRoom<T>(make: () => Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof NoRoomLeft)) throw error;
    const words = apiWords.noRoom;
    const sentences = [
      words[error.limit === MAX_GUEST_BYTES ? "guest" : "person"](megabytes(error.limit)),
      error.isOfDeleted ? words.ofDeleted : words.deleteOne,
      ...(error.limit < MAX_USER_BYTES ? [words.moreWithGitHub(megabytes(MAX_USER_BYTES))] : []),
    ];
    throw failure(413, "no_room", sentences.join(" "));
  }
}
