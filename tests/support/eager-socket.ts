import * as decoding from "lib0/decoding";
import { connect } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";

/** A client's frame of less than 64 kB, with a mask that changes nothing. */
function masked(payload: Uint8Array): Buffer {
  const { length } = payload;
  const size = length < 126 ? [0x80 | length] : [0x80 | 126, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([0x82, ...size, 0, 0, 0, 0]), payload]);
}

/** What the whole binary frames in `bytes` carry; the server's have no mask. */
function payloadsOf(bytes: Buffer): Buffer[] {
  const payloads = [];
  // Each of Hocuspocus is longer than the longest head.
  for (let at = 0; at + 10 <= bytes.length;) {
    const short = bytes.readUInt8(at + 1);
    const start = at + (short === 127 ? 10 : short === 126 ? 4 : 2);
    const end =
      start + (short === 127 ? bytes.readUInt32BE(at + 6) : short === 126 ? bytes.readUInt16BE(at + 2) : short);
    if (end > bytes.length) break;
    // The others are pings.
    if (bytes.readUInt8(at) === 0x82) payloads.push(bytes.subarray(start, end));
    at = end;
  }
  return payloads;
}

type Wish = {
  origin: string;
  cookie?: string;
  /** What it says it comes from, where that is another origin. */
  page?: string;
  together?: Uint8Array[];
  behind?: Uint8Array[];
};

/**
 * A client that waits for nothing: `together` goes out with the upgrade request, in one packet, and each of `behind`
 * right after. No browser does that, but each byte that gets lost on the way shows.
 */
export function openEager({ origin, cookie = "", page = origin, together = [], behind = [] }: Wish) {
  const { port, host } = new URL(origin);
  const socket = connect({ host: "127.0.0.1", port: Number(port), noDelay: true });
  let received = Buffer.alloc(0);
  let isClosed = false;
  socket.on("data", (chunk) => (received = Buffer.concat([received, chunk])));
  socket.on("close", () => (isClosed = true)).on("error", () => {});
  const head = [
    "GET /collab HTTP/1.1",
    `Host: ${host}`,
    `Origin: ${page}`,
    `Cookie: ${cookie}`,
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
  ];
  socket.write(Buffer.concat([Buffer.from(`${head.join("\r\n")}\r\n\r\n`), ...together.map(masked)]));
  const written = (async () => {
    for (const frame of behind) {
      socket.write(masked(frame));
      await nextTurn();
    }
  })();
  /** Where what the server said to the upgrade ends. */
  const answerEnd = () => received.indexOf("\r\n\r\n");
  return {
    written,
    isClosed: () => isClosed,
    /** Its first line, once it is there. */
    status: () => (answerEnd() < 0 ? undefined : received.toString("latin1", 0, received.indexOf("\r\n"))),
    /** How many frames of a type of Hocuspocus, and of a type within that, have come. */
    count: (...types: number[]) =>
      payloadsOf(answerEnd() < 0 ? Buffer.alloc(0) : received.subarray(answerEnd() + 4)).filter((payload) => {
        const decoder = decoding.createDecoder(payload);
        decoding.readVarString(decoder);
        return types.every((type) => decoding.readVarUint(decoder) === type);
      }).length,
    [Symbol.dispose]: () => socket.destroy(),
  };
}
