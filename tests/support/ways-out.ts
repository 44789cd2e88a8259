/**
 * A program that tries each way to `host`, which is nobody's, and to `own`, the site itself. It writes `OUT: ` or
 * `held: ` and the way's name for each, and at the end `all tried: ` and its origin.
 */
export const waysOut = (host: string, own: string) => `
const tries = {
  fetch: () => fetch("${host}/fetch"),
  "fetch without cors": () => fetch("${host}/no-cors", { mode: "no-cors" }),
  "own API": () => fetch("${own}/api/user", { credentials: "include" }),
  "own API without cookies": () => fetch("${own}/api/user", { credentials: "omit" }),
  xhr: () => new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.onload = resolve;
    request.onerror = () => reject(new Error("refused"));
    request.open("GET", "${host}/xhr");
    request.send();
  }),
  websocket: () => new Promise((resolve, reject) => {
    const socket = new WebSocket("${host.replace("http", "ws")}/socket");
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error("refused"));
  }),
  "event source": () => new Promise((resolve, reject) => {
    const source = new EventSource("${host}/events");
    source.onopen = resolve;
    source.onerror = () => (source.close(), reject(new Error("refused")));
  }),
  importScripts: () => importScripts("${host}/script.js"),
  "dynamic import": () => import("${host}/module.js"),
  "dynamic import of our own": () => import("${own}/preview.png"),
  "nested worker": () => new Promise((resolve, reject) => {
    const code = "fetch('${host}/nested').then(() => postMessage('let in'), () => postMessage('refused'))";
    const worker = new Worker(URL.createObjectURL(new Blob([code])));
    worker.onmessage = ({ data }) => (data === "refused" ? reject(new Error(data)) : resolve());
    worker.onerror = () => reject(new Error("refused"));
  }),
  "worker from elsewhere": () => new Promise((resolve, reject) => {
    const worker = new Worker("${host}/worker.js");
    worker.onmessage = resolve;
    worker.onerror = () => reject(new Error("refused"));
  }),
  "service worker": () => navigator.serviceWorker.register("${own}/service-worker.js"),
  "web transport": () => new WebTransport("${host.replace("http", "https")}/transport").ready,
  webrtc: () => new RTCPeerConnection(),
  beacon: () => navigator.sendBeacon("${host}/beacon"),
  indexedDB: () => new Promise((resolve, reject) => {
    const request = indexedDB.open("x");
    request.onsuccess = resolve;
    request.onerror = () => reject(request.error);
  }),
  caches: () => caches.open("x"),
  storage: () => localStorage.setItem("x", "y"),
  cookies: () => document.cookie,
  "cookie store": () => cookieStore.getAll(),
  "private files": () => navigator.storage.getDirectory(),
  parent: () => parent.document,
  notifications: () => Notification.permission === "denied" && Promise.reject(new Error("denied")),
};
for (const [name, go] of Object.entries(tries)) {
  try {
    await Promise.race([go(), new Promise((_, reject) => setTimeout(() => reject(new Error("no answer")), 3_000))]);
    console.log("OUT: " + name);
  } catch {
    console.log("held: " + name);
  }
}
console.log("all tried: " + location.origin);
`;
