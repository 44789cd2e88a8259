/** Names under which models list what they found, in lower case and without anything between words. */
const listNames = new Set(
  "findings suggestions issues remarks problems comments bugs results reviews review reviewcomments defects errors warnings items feedback annotations diagnostics concerns observations codereview".split(
    " ",
  ),
);
const summaryName = /^(?:summary|overview|overall|conclusion)/i;

/** Picks the findings and the summary out of the values of an answer, whatever the model calls them. */
export class FindingPicker {
  /** How many findings there were so far. */
  count = 0;
  /** How many findings were there and could not be read. */
  unreadable = 0;
  /** Whether a list of findings was there, be it empty. */
  hasList = false;
  summary: string | undefined;
  private found: unknown[] = [];

  isListName(name: string): boolean {
    return listNames.has(name.toLowerCase().replace(/[^a-z]/g, ""));
  }

  /** Takes an entry of a list of findings. */
  takeEntry(value: unknown): void {
    if (isRecord(value) && Object.keys(value).length > 0) this.take(value);
    // A remark, but about no lines.
    if (typeof value === "string" && value) this.unreadable++;
  }

  /**
   * Takes the value under a list's name. Where no findings have been taken out of it, it may be one itself, or hold
   * each under a name of its own.
   */
  takeList(value: unknown, hasFindings: boolean): void {
    this.hasList ||=
      value === null || Array.isArray(value) || (typeof value === "string" && /^(?:$|none|no )/i.test(value));
    if (hasFindings) return;
    if (isFinding(value)) this.take(value);
    else if (isRecord(value))
      Object.values(value)
        .filter(isFinding)
        .forEach((each) => this.take(each));
  }

  /** Takes a whole answer. Where no findings have been taken out of it, it may be one itself. */
  takeRoot(value: unknown, hasFindings: boolean): void {
    this.hasList ||= Array.isArray(value);
    if (!hasFindings && isFinding(value)) this.take(value);
  }

  takeSummary(name: string, value: unknown): void {
    if (typeof value === "string" && summaryName.test(name)) this.summary ??= value;
  }

  /** What was read so far was no answer. Its findings have been handed on already. */
  forget(): void {
    this.summary = undefined;
    this.hasList = false;
  }

  /** The findings since the last call. */
  newFindings(): unknown[] {
    const { found } = this;
    this.found = [];
    return found;
  }

  private take(finding: unknown) {
    this.count++;
    this.found.push(finding);
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** It says something, and about which lines. */
function isFinding(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const names = Object.keys(value).join(" ").toLowerCase();
  return /title|message|description|issue|problem/.test(names) && /quote|line|code|snippet/.test(names);
}
