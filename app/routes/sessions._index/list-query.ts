import { z } from "../../../protocol/zod.ts";
import { scopes, sorts } from "../../../db/sessions.ts";
import { language, soughtText } from "../../api/session-input.ts";

export const PAGE_LENGTH = 30;
const MAX_SHOWN = 3_000;

const listQuery = z.object({
  scope: z.catch(z.enum(scopes), "mine"),
  q: z.catch(soughtText, ""),
  language: z.catch(z.optional(language), undefined),
  sort: z.catch(z.enum(sorts), "edited"),
  show: z.catch(z.coerce.number().check(z.int(), z.gte(PAGE_LENGTH), z.lte(MAX_SHOWN)), PAGE_LENGTH),
  /** The session whose title is being edited, and the one that was just deleted. */
  rename: z.catch(z.optional(z.uuid()), undefined),
  deleted: z.catch(z.optional(z.uuid()), undefined),
});

/** What the address asks the list for; anything that makes no sense is ignored. */
export const readListQuery = (searchParams: URLSearchParams) => listQuery.parse(Object.fromEntries(searchParams));
