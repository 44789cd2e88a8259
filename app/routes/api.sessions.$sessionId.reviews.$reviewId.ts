import { listFindings } from "../../db/findings.ts";
import { findReview } from "../../db/reviews.ts";
import { notFound } from "../http.ts";
import { json, requireAccess, requireId, resource } from "../api/resource.server.ts";

const review = resource({
  async GET(args) {
    const { session } = await requireAccess(args);
    const found = await findReview(args.db, session.id, requireId(args.params.reviewId, "review"));
    if (!found) throw notFound("review");
    return json({ review: found, findings: await listFindings(args.db, [found.id]) });
  },
});

export const loader = review;
export const action = review;
