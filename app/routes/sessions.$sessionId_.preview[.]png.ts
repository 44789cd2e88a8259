import type { LoaderFunctionArgs } from "@remix-run/node";
import { pictureAnswer, titleByAddress } from "../api/preview.server.ts";

/** The picture of a session's link. Whoever asks is nobody here: an owner sees what their link shows to others. */
export const loader = async ({ request, params, context }: LoaderFunctionArgs) =>
  pictureAnswer(request, context, await titleByAddress(context, params.sessionId));
