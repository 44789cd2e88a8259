import { z } from "../../../protocol/zod.ts";
import { scopes, sorts } from "../../../db/sessions.ts";
import { language, soughtText } from "../../api/session-input.ts";

export const PAGE_LENGTH = 30;
const MAX_SHOWN = 3_000;

const listQuery = z.object({
  scope: z.enum(scopes).catch("mine"),
  q: soughtText.catch(""),
  language: language.optional().catch(undefined),
  sort: z.enum(sorts).catch("edited"),
  show: z.coerce.number().int().min(PAGE_LENGTH).max(MAX_SHOWN).catch(PAGE_LENGTH),
  /** The session whose title is being edited, and the one that was just deleted. */
  rename: z.uuid().optional().catch(undefined),
  deleted: z.uuid().optional().catch(undefined),
});

/** What the address asks the list for; anything that makes no sense is ignored. */
export const readListQuery = (searchParams: URLSearchParams) => listQuery.parse(Object.fromEntries(searchParams));
