/**
 * Who may open a document, and as what. Every refusal carries a reason that the page can show: a browser cannot read
 * a refused upgrade. "Not there" and "not yours" are one reason.
 */
import type { Extension, onAuthenticatePayload } from "@hocuspocus/server";
import { z } from "zod";
import type { Database } from "../../db/client.ts";
import { findLineage } from "../../db/documents.ts";
import { accessTo, joinByLink } from "../../db/participants.ts";
import { listShownNames } from "../../db/shown-name.ts";
import { findSignIn } from "../../db/sign-ins.ts";
import { listAdoptedGuests } from "../../db/users.ts";
import { type ConnectionContext, restartConnections } from "../connection.ts";
import type { Persistence } from "../document/persistence.ts";
import type { CollabMetrics } from "../metrics.ts";
import type { Door } from "./door.ts";
import type { Places } from "./places.ts";
import type { RefusalReason } from "../../protocol/close-codes.ts";
import { mayEdit } from "../../protocol/entities.ts";

const uuid = z.uuid();

class Refusal extends Error {
  readonly reason: RefusalReason;
  constructor(reason: RefusalReason) {
    // Hocuspocus prints the message of whatever a hook throws: a line for each try of anybody.
    super("");
    this.reason = reason;
  }
}

/**
 * Authenticates each document of a socket by the cookie of its upgrade request.
 * The token is the lineage of the page's offline copy, if it has one: another lineage than the document's is refused
 * (`replaced`) before the first sync, so that a stale copy is never merged.
 */
export class Authenticate implements Extension<ConnectionContext> {
  extensionName = "authenticate";
  private readonly options: {
    db: Database;
    secret: string;
    appOrigin: string;
    places: Places;
    door: Door;
    persistence: Persistence;
    metrics: Pick<CollabMetrics, "refused">;
  };
  /** By the upgrade request, of which each socket has one. */
  private readonly documentOfSocket = new WeakMap<Request, string>();

  constructor(options: Authenticate["options"]) {
    this.options = options;
  }

  async onAuthenticate(payload: onAuthenticatePayload): Promise<ConnectionContext> {
    try {
      return await this.admit(payload);
    } catch (error) {
      if (this.documentOfSocket.get(payload.request) === payload.documentName)
        this.options.places.free(payload.request);
      // Any other failure is ours and temporary: the page tries again.
      const refusal = error instanceof Refusal ? error : new Refusal("unavailable");
      this.options.metrics.refused.inc({ reason: refusal.reason });
      throw refusal;
    }
  }

  private async admit(payload: onAuthenticatePayload): Promise<ConnectionContext> {
    const { db, secret, appOrigin, places, door, persistence } = this.options;
    const { documentName, request, token } = payload;
    const checkedAt = performance.now();
    const signIn = await findSignIn(db, { secret, appOrigin, cookieHeader: payload.requestHeaders.get("cookie") });
    if (!signIn) throw new Refusal("signed-out");
    // A page that was opened by somebody else in this browser: what was typed there must not be sent under this name.
    const openedBy = payload.requestParameters.get("user");
    if (openedBy && openedBy !== signIn.user.id) throw new Refusal("signed-out");
    door.signedIn(request, signIn.user.id, signIn.idHash.toString("hex"));
    if (!uuid.safeParse(documentName).success || documentName !== documentName.toLowerCase())
      throw new Refusal("no-access");
    // Claimed before anything is awaited, so that of two that arrive at once only one is the first.
    const claimed = this.documentOfSocket.get(request) ?? documentName;
    if (claimed !== documentName) throw new Refusal("no-access");
    this.documentOfSocket.set(request, documentName);
    if (!places.take(request, signIn.user.id, documentName)) throw new Refusal("too-many-pages");
    const access = await accessTo(db, signIn.user, documentName);
    if (!access) throw new Refusal("no-access");
    const live = persistence.lineageOf(documentName);
    const hasCopy = uuid.safeParse(token).success;
    const lineage = live || hasCopy ? await findLineage(db, documentName) : undefined;
    if (hasCopy && lineage !== token) throw new Refusal("replaced");
    if (live && live !== lineage) {
      // This node still holds a document that was replaced meanwhile: a page of the new one would be given the old
      // content, and bring it along. So the page has to ask again.
      restartConnections(payload.instance, documentName);
      throw new Refusal("unavailable");
    }
    const kind = access.role === "owner" ? "owner" : access.isByLink ? "stranger" : "participant";
    if (!places.takeSeat(request, kind)) throw new Refusal("full");
    const guestIds = await listAdoptedGuests(db, signIn.user);
    const color = access.color ?? (await joinByLink(db, signIn.user, documentName));
    payload.connectionConfig.readOnly = !mayEdit(access.role);
    const { id } = signIn.user;
    const name = (await listShownNames(db, documentName, [id])).get(id) ?? signIn.user.name;
    return { user: { ...signIn.user, name }, guestIds, color, role: access.role, signIn: signIn.idHash, checkedAt };
  }
}
