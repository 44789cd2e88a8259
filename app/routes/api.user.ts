import { listAdoptedGuests } from "../../db/users.ts";
import { json, resource } from "../api/resource.server.ts";

/** Who is signed in: a page whose sign-in has ended learns whether it may go on as the same person. */
const user = resource({
  async GET({ db, user: signedIn }) {
    const { id, name, color, avatarUrl, guest } = signedIn;
    return json({ user: { id, name, color, avatarUrl, guest }, guestIds: await listAdoptedGuests(db, signedIn) });
  },
});

export const loader = user;
export const action = user;
