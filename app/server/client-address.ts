/**
 * Whom limits count by address: a household's IPv4 address, or its /64 of IPv6, in which one machine may use any number
 * of addresses.
 */
import { isIPv6 } from "node:net";

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;
const PREFIX_GROUPS = 4;
/** A forwarded value that is not an address is used as the key as it is, cut to this length. */
const MAX_CHARS = 64;

/** Some proxies pass on the port as well, which differs each time. */
const withoutPort = (address: string) =>
  /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(address)?.[1] ?? /^\[([^\]]*)\](:\d+)?$/.exec(address)?.[1] ?? address;

/**
 * The key under which an address is counted: IPv4 as it is, also where it came over IPv6; IPv6 by its first 64 bits.
 */
export function addressKey(given = ""): string {
  const address = withoutPort(given);
  const mapped = MAPPED.exec(address)?.[1];
  if (mapped) return mapped;
  const [bare = ""] = address.split("%", 1);
  if (!isIPv6(bare)) return address.slice(0, MAX_CHARS);
  const [head = "", tail] = bare.toLowerCase().split("::");
  const groups = (part: string | undefined) => (part ? part.split(":") : []);
  const [before, after] = [groups(head), groups(tail)];
  // A dotted end stands for two groups.
  const missing = 8 - before.length - after.length - (bare.includes(".") ? 1 : 0);
  const all = tail === undefined ? before : [...before, ...Array.from({ length: missing }, () => "0"), ...after];
  return `${all
    .slice(0, PREFIX_GROUPS)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":")}::/64`;
}
