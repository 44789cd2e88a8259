/**
 * zod for whatever may run in a browser: zod/mini, of which a page loads only what it uses. It has no sentences for
 * errors; on the server app/http.ts gives it zod's English ones.
 */
import { config } from "zod/mini";

// Functions made out of text are not allowed in a page, and its browser reports each try. zod/mini has made none yet.
if (typeof document !== "undefined") config({ jitless: true });

export { z } from "zod/mini";
