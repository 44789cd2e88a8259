/** What somebody drops or chooses, folders included, as a list of files that can be read one after the other. */

export type PickedFile = { path: string; open: () => Promise<File> };
export type Picked = {
  files: PickedFile[];
  /** Names, each once, of skipped folders that nobody means to upload with a project. */
  leftOut: string[];
  /** There was more than anybody could upload, and it was not read. */
  isCut: boolean;
  /** Folders and files that the browser could not list. */
  unreadable: string[];
};

const skippedFolders = new Set([".git", ".hg", ".svn", "node_modules", "__pycache__", ".venv"]);
const skippedFiles = new Set([".DS_Store", "Thumbs.db", "desktop.ini"]);
/** Many times what a session holds, since most of a folder may be pictures. */
const MAX_LISTED = 5_000;

const nothing = (): Picked => ({ files: [], leftOut: [], isCut: false, unreadable: [] });

/** The files of a file field; a field for folders also gives each file's path in them. */
export function pickedFrom(list: Iterable<File>): Picked {
  const picked = nothing();
  for (const file of list) add(picked, file.webkitRelativePath || file.name, () => Promise.resolve(file));
  return finished(picked);
}

/** The same below a folder of the session; an empty one is the top. */
export const within = (picked: Picked, folder: string): Picked =>
  folder ? { ...picked, files: picked.files.map((file) => ({ ...file, path: `${folder}/${file.path}` })) } : picked;

/** The files of a drop. What was dropped has to be taken before the event is over; folders are listed afterwards. */
export function droppedIn(data: DataTransfer): Promise<Picked> {
  const entries: FileSystemEntry[] = [];
  const picked = nothing();
  for (const item of data.items) {
    if (item.kind !== "file") continue;
    const entry = item.webkitGetAsEntry();
    const file = item.getAsFile();
    if (entry) entries.push(entry);
    else if (file) add(picked, file.name, () => Promise.resolve(file));
  }
  return (async () => {
    for (const entry of entries) await walk(entry, picked);
    return finished(picked);
  })();
}

async function walk(entry: FileSystemEntry, picked: Picked): Promise<void> {
  const path = entry.fullPath.replace(/^\//, "");
  if (picked.isCut) return;
  if (entry.isFile)
    return add(
      picked,
      path,
      () => new Promise((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)),
    );
  if (skippedFolders.has(entry.name)) return void picked.leftOut.push(entry.name);
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  try {
    // A browser lists a hundred at a time, and nothing once it is through.
    for (;;) {
      const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
      if (some.length === 0) return;
      for (const child of some) await walk(child, picked);
    }
  } catch {
    picked.unreadable.push(path);
  }
}

function add(picked: Picked, path: string, open: PickedFile["open"]) {
  const parts = path.split("/");
  const skipped = parts.slice(0, -1).find((part) => skippedFolders.has(part));
  if (skipped) picked.leftOut.push(skipped);
  else if (skippedFiles.has(parts.at(-1) ?? "")) return;
  else if (picked.files.length >= MAX_LISTED) picked.isCut = true;
  else picked.files.push({ path, open });
}

const finished = (picked: Picked): Picked => ({
  ...picked,
  files: picked.files.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)),
  leftOut: [...new Set(picked.leftOut)].sort(),
});
