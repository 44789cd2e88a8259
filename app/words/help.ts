import { translatable } from "./translatable.ts";

/** The page about networks that let no WebSocket through. */
export const helpWords = translatable("help", {
  documentTitle: "Blocked WebSockets · Tandem",
  heading: "When a network blocks WebSockets",
  why: "What people type here goes through a WebSocket, a connection that stays open. Pages load without one: that is why a session can show its text and still not connect.",
  nothingLost: "Nothing is lost meanwhile: what you have typed is sent as soon as there is a connection.",
  first: {
    heading: "Try this first",
    otherNetwork:
      "Use another network, such as your phone's. If the session connects there, the first network is the cause.",
    withoutVpn: "Turn off the VPN, the proxy or the filter that your device uses, one at a time.",
    privateWindow: "Open the session in a private window: there most browser extensions are off.",
  },
  allow: {
    heading: "What to ask of whoever runs the network",
    intro: "Let the browsers in it open this connection:",
    address: "Address",
    host: "Host",
    port: "Port",
    path: "Path",
    protocol: "Protocol",
    webSocket: (secure: boolean) => (secure ? "WebSocket over HTTPS" : "WebSocket over HTTP"),
    inspection:
      "A proxy that looks into HTTPS has to pass the headers Upgrade and Connection on, or leave this host alone. The connection lasts as long as the page is open, and something is sent at least every three seconds.",
  },
  check: {
    heading: "How to check",
    run: "Run this in the network, in a terminal:",
    good: "“101 Switching Protocols” means that sockets pass; Ctrl+C ends it. Anything else was answered by what stands in between.",
  },
  operator: {
    heading: "If you run this server",
    proxy:
      "The proxy before it must pass upgrades of /collab on, and the Origin header. In nginx these lines do it, in the location that leads here:",
    origin: "An answer of 403 means that APP_ORIGIN is not the origin in people's address bar.",
  },
});
