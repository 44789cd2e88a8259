/** A file that a session no longer has, as the API describes it. A leaf: the browser and the server import it. */
import { z } from "../protocol/zod.ts";

const deletedFileSchema = z.object({
  id: z.string(),
  path: z.string(),
  language: z.string(),
  /** `emptied` is still there, and has lost its text. */
  state: z.enum(["deleted", "emptied"]),
  chars: z.number(),
  at: z.string(),
  by: z.nullable(z.string()),
});
export type DeletedFile = z.infer<typeof deletedFileSchema>;

export const deletedFilesAnswer = z.object({ files: z.array(deletedFileSchema), isWhole: z.boolean() });
export const deletedFileAnswer = z.object({ file: z.extend(deletedFileSchema, { content: z.string() }) });
