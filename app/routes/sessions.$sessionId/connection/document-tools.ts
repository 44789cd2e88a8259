/**
 * What reads, compares and changes a document's files. Yjs comes with it, and the page is shown without: so the page's
 * own parts do not import any of this. They ask the connection for it, which has a document only when it has these.
 *
 * @example
 * const collab = useCollab();
 * const file = collab?.tools.findFile(collab.ydoc, id);
 */
export { filesOf, findFile, listFiles, listUnsound, removeUnsound } from "../../../../protocol/layout.ts";
export { contentHash } from "./content-hash.ts";
export { followLines, linkLines } from "../chat/follow-lines.ts";
export {
  bringBackFile,
  createFile,
  deleteEmpty,
  deleteFiles,
  downloadAll,
  downloadFile,
  listEmpty,
  renameFile,
  setFileLanguage,
} from "../files/file-actions.ts";
export { diffLines } from "../editor/line-diff.ts";
export { moveInto, renamePath } from "../files/move-files.ts";
export { droppedIn, pickedFrom, within } from "../files/picked-files.ts";
export { uploadFiles } from "../files/upload-files.ts";
export { uploadNotices } from "../files/upload-notices.ts";
export { followFindings } from "../review/follow-finding.ts";
