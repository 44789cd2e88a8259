/**
 * Fetches what running code needs, and knows what of it this device has loaded before: the browser does not say before
 * it is there what it has in its cache. A file that changes gets another address.
 */
const KEY = "tandem.loaded";
/** More than a build has. */
const MAX_KEPT = 100;

/** `onLoading` is told how many bytes are loaded, as sent, of files that this device has not loaded before. */
export async function fetchFiles(addresses: string[], onLoading: (bytes: number) => void): Promise<ArrayBuffer[]> {
  const known = loadedBefore();
  const responses = await Promise.all(addresses.map(fetchFile));
  const bytes = responses.reduce(
    (sum, { headers }, nth) =>
      known.includes(addresses[nth] ?? "") ? sum : sum + Number(headers.get("content-length")),
    0,
  );
  if (bytes > 0) onLoading(bytes);
  const contents = await Promise.all(responses.map((response) => response.arrayBuffer()));
  keepLoaded(addresses);
  return contents;
}

async function fetchFile(address: string): Promise<Response> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response;
}

function loadedBefore(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((address) => typeof address === "string") : [];
  } catch {
    return [];
  }
}

function keepLoaded(addresses: string[]) {
  try {
    const kept = [...new Set([...addresses, ...loadedBefore()])].slice(0, MAX_KEPT);
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // The browser keeps nothing: then it says so each time.
  }
}
