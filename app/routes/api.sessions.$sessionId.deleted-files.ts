import { readDeletedFiles } from "../api/read-deleted-files.server.ts";
import { json, resource } from "../api/resource.server.ts";

const deletedFiles = resource({
  /** The last first, without their texts. */
  async GET(args) {
    const { files, isWhole } = await readDeletedFiles(args, "find");
    return json({ files: files.map(({ content: _, ...file }) => file), isWhole });
  },
});

export const loader = deletedFiles;
export const action = deletedFiles;
