import type { LoaderFunctionArgs } from "@remix-run/node";
import { titleOfInvite } from "../../db/previews.ts";
import { pictureAnswer } from "../api/preview.server.ts";

/** The picture of an invite's link: its page names the session to anybody who has it. */
export const loader = async ({ request, params, context }: LoaderFunctionArgs) =>
  pictureAnswer(request, context, await titleOfInvite(context.db, params.token ?? ""));
