import { later } from "../../ui/later.ts";
import { laterDialog } from "../../ui/later-parts.tsx";
import { useIsOver } from "./connection/use-access.ts";
import { useDialog } from "./layout-context.tsx";
import { Rename } from "./understanding/rename.tsx";

const script = later(() => import("./later-dialogs.ts"));
const ShareDialog = laterDialog(script, (module) => module.ShareDialog);
const DeletedFilesDialog = laterDialog(script, (module) => module.DeletedFilesDialog);
const SessionDoctor = laterDialog(script, (module) => module.SessionDoctor);
export const UploadQuestionDialog = laterDialog(script, (module) => module.UploadQuestionDialog);

/** What opens above the page at a press somewhere on it. */
export function Dialogs() {
  const isOver = useIsOver();
  const [share, deletedFiles, connection] = [useDialog("share"), useDialog("deleted-files"), useDialog("connection")];
  return (
    <>
      <ShareDialog isOpen={share.isOpen && !isOver} onClose={() => share.setOpen(false)} />
      <DeletedFilesDialog isOpen={deletedFiles.isOpen} onClose={() => deletedFiles.setOpen(false)} />
      <Rename />
      <SessionDoctor isOpen={connection.isOpen} onClose={() => connection.setOpen(false)} />
    </>
  );
}
