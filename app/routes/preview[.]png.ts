import type { LoaderFunctionArgs } from "@remix-run/node";
import { pictureAnswer } from "../api/preview.server.ts";

/** The picture of all links that show nothing of their own. */
export const loader = ({ request, context }: LoaderFunctionArgs) => pictureAnswer(request, context);
