/** Tabs of one browser share its sign-in: a page that was loaded tells the others who is signed in there now. */
const CHANNEL = "tandem sign-in";

export function tellSignIn(userId: string) {
  if (typeof BroadcastChannel === "undefined") return;
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(userId);
  channel.close();
}

/** Calls back when another tab was loaded by somebody who is signed in; the returned function stops that. */
export function onSignIn(listener: () => void): () => void {
  if (typeof BroadcastChannel === "undefined") return () => {};
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = listener;
  return () => channel.close();
}
