/** Which findings say the same: of one review, and of earlier ones, wherever their lines are now. */
import type { Finding } from "../../protocol/entities.ts";
import type { Database } from "../../db/client.ts";
import { listFindingsOfFile } from "../../db/findings.ts";
import type { PlacedFinding } from "./place-finding.ts";
import type { Lines, StoredFile, Subject } from "./subject.ts";

/** The share of their words that two titles for the same lines must have in common to be the same finding. */
const ALIKE = 0.8;
/** The same, where the lines read as they did. */
const ALIKE_OF_SAME_TEXT = 0.5;

/** A finding of an earlier review, with the lines where it is now. */
export type EarlierFinding = { finding: Finding; at: Lines };

/** The earlier finding that says the same of the same lines as a new one. */
export type MatchEarlier = (earlier: EarlierFinding[], found: PlacedFinding) => EarlierFinding | undefined;

/** What earlier reviews have found in the lines of a subject. */
export async function listEarlier(
  db: Database,
  subject: Subject,
  { sessionId, fileId, file }: StoredFile,
): Promise<EarlierFinding[]> {
  const findings = await listFindingsOfFile(db, sessionId, fileId);
  return findings.flatMap((finding) => {
    const at = file.linesAt(finding.anchor);
    return at && overlap(at, subject) ? [{ finding, at }] : [];
  });
}

/** For a reviewer that always calls the same thing by the same title. */
export const matchByTitle: MatchEarlier = (earlier, found) =>
  earlier.find(({ finding, at }) => overlap(at, found) && finding.title === found.title);

/** For a reviewer that may choose other words: where no title is the same, the one that shares most words. */
export const matchByWords: MatchEarlier = (earlier, found) => matchByTitle(earlier, found) ?? mostAlike(earlier, found);

/** Whether two findings of one review are the same. */
export const isSameFinding = (a: PlacedFinding, b: PlacedFinding): boolean =>
  a.startLine === b.startLine && a.endLine === b.endLine && plainTitle(a) === plainTitle(b);

const overlap = (a: Lines, b: Lines) => a.startLine <= b.endLine && a.endLine >= b.startLine;

function mostAlike(earlier: EarlierFinding[], found: PlacedFinding): EarlierFinding | undefined {
  const words = wordsOf(found);
  let best: { match: EarlierFinding; likeness: number } | undefined;
  for (const each of earlier) {
    if (!overlap(each.at, found)) continue;
    const isSameText = each.finding.quote.trim() === found.quote.trim();
    const likeness = sharedPart(wordsOf(each.finding), words);
    if (likeness < (isSameText ? ALIKE_OF_SAME_TEXT : ALIKE)) continue;
    if (!best || likeness > best.likeness) best = { match: each, likeness };
  }
  return best?.match;
}

/** The share of words that two titles have in common. */
function sharedPart(a: Set<string>, b: Set<string>): number {
  const all = new Set([...a, ...b]).size;
  return all === 0 ? 0 : [...a].filter((word) => b.has(word)).length / all;
}

const wordsOf = (finding: { title: string }) => new Set(plainTitle(finding).split(" ").filter(Boolean));

const plainTitle = ({ title }: { title: string }) =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
