/** The dialogs of a session's page, as one script (`dialogs.tsx`). */
export { SessionDoctor } from "./connection/session-doctor.tsx";
export { DeletedFilesDialog } from "./files/deleted-files-dialog.tsx";
export { UploadQuestionDialog } from "./files/upload-question.tsx";
export { ShareDialog } from "./people/share-dialog.tsx";
