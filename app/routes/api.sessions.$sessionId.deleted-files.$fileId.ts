import { notFound } from "../http.ts";
import { readDeletedFiles } from "../api/read-deleted-files.server.ts";
import { json, resource } from "../api/resource.server.ts";

const deletedFile = resource({
  async GET(args) {
    const { files } = await readDeletedFiles(args, "recall");
    const file = files.find(({ id }) => id === args.params.fileId);
    if (!file) throw notFound("file");
    return json({ file });
  },
});

export const loader = deletedFile;
export const action = deletedFile;
