import { digest } from "lib0/hash/sha256";
import type * as Y from "yjs";
import { contentToHash } from "../../../../protocol/layout.ts";

const toHex = (byte: number) => byte.toString(16).padStart(2, "0");

/** SHA-256 of all files, by which two copies of a document are compared. */
export const contentHash = (ydoc: Y.Doc): string => Array.from(digest(contentToHash(ydoc)), toHex).join("");
