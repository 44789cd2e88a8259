import { mayEdit } from "../../protocol/entities.ts";
import { cancelReview, findReview } from "../../db/reviews.ts";
import { failure, forbidden, notFound } from "../http.ts";
import { json, requireAccess, requireId, resource } from "../api/resource.server.ts";
import { apiWords } from "../words/api.ts";

const cancel = resource({
  /** Stops a running review: the web process that works on it sees the row, and ends its request to the provider. */
  async POST(args) {
    const { session, role } = await requireAccess(args);
    if (!mayEdit(role)) throw forbidden(apiWords.editorsOnly.cancelling);
    const id = requireId(args.params.reviewId, "review");
    const isCancelled = await cancelReview(args.db, session.id, id);
    const review = await findReview(args.db, session.id, id);
    if (!review) throw notFound("review");
    if (!isCancelled) throw failure(409, "conflict", apiWords.review.ended);
    return json({ review });
  },
});

export const loader = cancel;
export const action = cancel;
