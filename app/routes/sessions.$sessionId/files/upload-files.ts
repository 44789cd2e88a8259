/**
 * Uploads files from somebody's computer into the session: every text that fits, with a reason for each file that does
 * not.
 */
import * as Y from "yjs";
import { addFile, listFiles, withLineFeeds } from "../../../../protocol/layout.ts";
import { tidyPath } from "../../../../protocol/paths.ts";
import { MAX_DOCUMENT_BYTES, MAX_FILES } from "../../../../protocol/limits.ts";
import { decodeText, MAX_FILE_BYTES } from "../../../decode-text.ts";
import { languageOf } from "../../../languages.ts";
import { nameProblem } from "../../../name-problem.ts";
import { newId } from "../../../new-id.ts";
import { uploadWords } from "../../../words/uploads.ts";
import { freePath, sameName } from "./file-names.ts";
import type { Picked, PickedFile } from "./picked-files.ts";

export type Choice = "replace" | "both" | "leave";
export type Answer = { choice: Choice; forAll: boolean };

export type UploadTarget = {
  ydoc: Y.Doc;
  /** Asks what to do about a name that exists already; up to `others` more files may have such names. */
  ask: (path: string, others: number) => Promise<Answer>;
  /** Puts a text in the place of a file's, as one edit that undo takes back. */
  replace: (fileId: string, text: string) => void;
};

export type Uploaded = {
  added: string[];
  replaced: string[];
  /** The file to show: the last one. */
  last?: string;
  /** A sentence for each that was not taken. */
  problems: string[];
};

/** What Yjs needs in addition to a file's characters, generously. */
const OVERHEAD_BYTES = 1_024;

/** Uploads one after the other. Nothing that goes wrong with one of them stops the others. */
export async function uploadFiles(
  { files, unreadable }: Picked,
  { ydoc, ask, replace }: UploadTarget,
): Promise<Uploaded> {
  const done: Uploaded = { added: [], replaced: [], problems: unreadable.map(uploadWords.problems.unreadable) };
  let room = MAX_DOCUMENT_BYTES - Y.encodeStateAsUpdate(ydoc).byteLength;
  let forAll: Choice | undefined;
  const named = files.map((file) => ({ file, path: tidyPath(file.path) }));
  for (const [nth, { file, path }] of named.entries()) {
    const wrongName = nameProblem(path);
    if (wrongName !== undefined) {
      done.problems.push(file.path ? uploadWords.badName(file.path, wrongName) : uploadWords.noName(wrongName));
      continue;
    }
    const read = await readText(file);
    if (read.problem !== undefined) {
      done.problems.push(uploadWords.problems[read.problem](path));
      continue;
    }
    const text = withLineFeeds(read.text);
    const there = listFiles(ydoc);
    const known = there.find((other) => sameName(other.path) === sameName(path));
    const isSame = known?.path === path && known.text.toString() === text;
    if (isSame) {
      done.last = known.id;
      continue;
    }
    const bytes = new TextEncoder().encode(text).byteLength + OVERHEAD_BYTES;
    if (bytes > room) {
      done.problems.push(uploadWords.noRoom(path, MAX_DOCUMENT_BYTES / 1024 / 1024));
      continue;
    }
    if (known) {
      const taken = new Set(there.map((other) => sameName(other.path)));
      const others = named.slice(nth + 1).filter((later) => taken.has(sameName(later.path))).length;
      const answer = forAll ? { choice: forAll, forAll: true } : await ask(known.path, others);
      if (answer.forAll) forAll = answer.choice;
      if (answer.choice === "leave") continue;
      if (answer.choice === "replace") {
        room -= bytes;
        replace(known.id, text);
        done.replaced.push(known.path);
        done.last = known.id;
        continue;
      }
    }
    // Somebody may have added files while the question was open.
    const now = listFiles(ydoc);
    if (now.length >= MAX_FILES) {
      done.problems.push(uploadWords.tooMany(path, MAX_FILES));
      continue;
    }
    room -= bytes;
    const id = newId();
    const free = freePath(path, now);
    addFile(ydoc, { id, path: free, language: languageOf(free), content: text });
    done.added.push(free);
    done.last = id;
  }
  return done;
}

type Read = { text: string; problem?: undefined } | { problem: keyof typeof uploadWords.problems };

async function readText({ open }: PickedFile): Promise<Read> {
  try {
    const file = await open();
    if (file.size > MAX_FILE_BYTES) return { problem: "large" };
    return decodeText(new Uint8Array(await file.arrayBuffer()));
  } catch {
    return { problem: "unreadable" };
  }
}
