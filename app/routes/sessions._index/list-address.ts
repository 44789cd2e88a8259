/** The address of the list with some of its parameters changed; null takes one out. */
export function listAddress(searchParams: URLSearchParams, changes: Record<string, string | number | null>): string {
  const next = new URLSearchParams([...searchParams].filter(([name, value]) => value !== "" && name !== "index"));
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) next.delete(name);
    else next.set(name, String(value));
  }
  return next.size > 0 ? `/sessions?${next}` : "/sessions";
}
