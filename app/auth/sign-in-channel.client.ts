/** Tabs of one browser share its sign-in: a page that was loaded tells the others who is signed in there now. */
const CHANNEL = "tandem sign-in";

/** `userId` is undefined when nobody is. */
export function tellSignIn(userId: string | undefined) {
  if (typeof BroadcastChannel === "undefined") return;
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(userId ?? null);
  channel.close();
}

/** Calls back with what a page tells that was loaded in this browser; the returned function stops that. */
export function onSignIn(listener: (userId: string | undefined) => void): () => void {
  if (typeof BroadcastChannel === "undefined") return () => {};
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }) => listener(typeof data === "string" ? data : undefined);
  return () => channel.close();
}
