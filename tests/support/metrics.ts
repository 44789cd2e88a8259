/** A number that a process shows at `/metrics`. */
export async function readMetric(origin: string, name: string): Promise<number> {
  const page = await fetch(`${origin}/metrics`).then((response) => response.text());
  const value = page.match(new RegExp(`^${name.replace(/[{}]/g, "\\$&")} (\\S+)$`, "m"))?.[1];
  if (value === undefined) throw new Error(`There is no metric ${name}.`);
  return Number(value);
}

/** How many documents a collab node holds in memory. */
export const documentCount = (collabOrigin: string) => readMetric(collabOrigin, "tandem_documents");
