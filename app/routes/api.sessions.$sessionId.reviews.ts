import { listReviews, listStandingFindings } from "../../db/reviews.ts";
import { json, requireAccess, resource } from "../api/resource.server.ts";

const reviews = resource({
  async GET(args) {
    const { session } = await requireAccess(args);
    const reviews = await listReviews(args.db, session.id);
    return json({ reviews, findings: await listStandingFindings(args.db, reviews) });
  },
});

export const loader = reviews;
export const action = reviews;
