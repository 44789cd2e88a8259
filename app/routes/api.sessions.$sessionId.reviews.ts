import { listReviews } from "../../db/reviews.ts";
import { json, requireAccess, resource } from "../resource.server.ts";

const reviews = resource({
  async GET(args) {
    const { session } = await requireAccess(args);
    return json({ reviews: await listReviews(args.db, session.id) });
  },
});

export const loader = reviews;
export const action = reviews;
