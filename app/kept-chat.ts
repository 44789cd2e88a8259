/**
 * What this device keeps of people's chats, seen from outside of the editor: drafts, messages that were not sent, and
 * how far somebody has read. Each has a name of its own, so that tabs do not write over what another has kept. The
 * browser may refuse to keep anything: then there is nothing here.
 */
const PREFIX = "tandem.chat";

/** Whose it is, and in which session. */
export type Place = { userId: string; sessionId: string };

/** What the names of all that is kept of somebody begin with. */
export const keptOf = (userId: string) => `${PREFIX}/${userId}/`;

export const keptName = ({ userId, sessionId }: Place, what: string) => `${keptOf(userId)}${sessionId}/${what}`;

/** The names that begin with `prefix`. */
export function listKept(prefix = `${PREFIX}/`): string[] {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(prefix));
  } catch {
    return [];
  }
}

export function readKept(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** Returns whether it is kept now. */
export function keep(name: string, value: string): boolean {
  try {
    localStorage.setItem(name, value);
    return true;
  } catch {
    return false;
  }
}

/**
 * Removes it for all tabs of its person: they hear of an empty value. Where something is only removed they go on with
 * theirs: it was carried over, or its person has signed out and may still copy what they see.
 */
export function withdraw(name: string) {
  keep(name, "");
  remove([name]);
}

/** Calls back when another tab has kept something whose name begins with `prefix`, or withdrawn it; returns the end. */
export function onKept(prefix: string, listener: (name: string, value: string) => void): () => void {
  const onStorage = ({ key, newValue }: StorageEvent) => {
    if (key?.startsWith(prefix) && newValue !== null) listener(key, newValue);
  };
  addEventListener("storage", onStorage);
  return () => removeEventListener("storage", onStorage);
}

/** Hands what guests have left here on to the user they became. What that user has here themselves stays. */
export function carryOverChat(guestIds: string[], userId: string) {
  for (const guestId of guestIds) {
    const names = listKept(keptOf(guestId));
    for (const name of names) {
      const own = name.replace(guestId, userId);
      const value = readKept(name);
      if (value !== null && readKept(own) === null) keep(own, value);
    }
    remove(names);
  }
}

/** Removes what is kept of everybody but one: of all when somebody has signed out, of others when somebody signs in. */
export function removeKeptChats(exceptUserId?: string) {
  remove(listKept().filter((name) => !exceptUserId || !name.startsWith(keptOf(exceptUserId))));
}

export function remove(names: string[]) {
  try {
    for (const name of names) localStorage.removeItem(name);
  } catch {
    // The browser keeps nothing: there is nothing to remove.
  }
}
