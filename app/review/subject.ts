/** What is reviewed: code that a request brings, or a file of a session, which the server reads itself. */
import type { Database } from "../../db/client.ts";
import { findDocument, type OpenFile, openFile } from "../../db/documents.ts";
import { failure, notFound } from "../http.ts";
import { reviewRefusalWords } from "../words/review-refusals.ts";
import { placeName } from "./place-finding.ts";

/** Lines are numbers from 1, inclusive. */
export type SubjectRequest =
  { code: string; language: string } | { sessionId: string; fileId: string; startLine?: number; endLine?: number };

/** Numbers from 1, inclusive. */
export type Lines = { startLine: number; endLine: number };

/** A file of a session, open as it is stored. */
export type StoredFile = { sessionId: string; fileId: string; file: OpenFile };

/** Has to be disposed of: the stored file is open. */
export type Subject = Disposable & {
  /** The text that findings may be about: `lines` as one text, from line `startLine` to `endLine`. */
  code: string;
  lines: string[];
  startLine: number;
  endLine: number;
  /** The file with these lines, from its beginning to its end. */
  whole: string;
  path: string;
  language: string;
  /** Undefined for code that a request brings. */
  stored?: StoredFile;
  /** Whether these lines were asked for, and not the whole file. */
  isSelection: boolean;
};

/** Finds what a request wants reviewed, or throws 404, or 409 where the stored text is damaged. */
export async function findSubject(db: Database, request: SubjectRequest): Promise<Subject> {
  if ("code" in request) return subjectOfCode(request.code, request.language);
  const document = await findDocument(db, request.sessionId);
  if (!document) throw notFound();
  let file: OpenFile | undefined;
  try {
    file = openFile(document, request.fileId);
  } catch {
    throw failure(409, "damaged", reviewRefusalWords.damaged);
  }
  if (!file) throw notFound("file");
  return subjectOfFile({ sessionId: request.sessionId, fileId: request.fileId, file }, request);
}

function subjectOfCode(sent: string, language: string): Subject {
  const code = sent.replace(/\r\n?/g, "\n");
  const lines = code.split("\n");
  return {
    code,
    lines,
    startLine: 1,
    endLine: lines.length,
    whole: code,
    path: "",
    language,
    isSelection: false,
    [Symbol.dispose]: () => {},
  };
}

function subjectOfFile(stored: StoredFile, asked: Partial<Lines>): Subject {
  const { file } = stored;
  const all = file.content.split("\n");
  const startLine = Math.min(all.length, Math.max(1, asked.startLine ?? 1));
  const endLine = Math.min(all.length, Math.max(startLine, asked.endLine ?? all.length));
  const lines = all.slice(startLine - 1, endLine);
  return {
    code: lines.join("\n"),
    lines,
    startLine,
    endLine,
    whole: file.content,
    path: placeName(file.path),
    language: placeName(file.language),
    stored,
    isSelection: asked.startLine !== undefined || asked.endLine !== undefined,
    [Symbol.dispose]: () => file[Symbol.dispose](),
  };
}
