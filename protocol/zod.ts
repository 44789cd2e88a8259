/**
 * zod for whatever may run in a browser. It would make functions out of text where that is allowed, and tries: a page
 * does not allow it, and its browser reports each try.
 */
import { config } from "zod";

if (typeof document !== "undefined") config({ jitless: true });

export { z } from "zod";
