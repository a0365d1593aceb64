/**
 * The client that limits and shares apply to: the address of the connection's other end or, behind proxies, the one that
 * the outermost proxy saw. Only the entries of X-Forwarded-For that those proxies wrote count; a client can forge the rest.
 */
import { isIPv4, isIPv6 } from "node:net";
import type { Context } from "hono";

/** For a peer whose address the runtime does not know. */
const UNKNOWN = "unknown";

/** @param proxies number of trusted proxies in front; each appends the address that connected to it */
export function clientAddress(c: Context, peer: string | undefined, proxies: number): string {
  const forwarded = proxies === 0 ? "" : (c.req.header("x-forwarded-for") ?? "");
  const entries = forwarded.split(",").filter((entry) => entry.trim() !== "");
  // The nearest proxy is the peer itself, and has no entry.
  const entry = entries[Math.max(0, entries.length - proxies)] ?? "";
  return network(withoutPort(entry)) ?? network(peer ?? "") ?? UNKNOWN;
}

/** Some proxies write `192.0.2.1:4711` or `[2001:db8::1]:4711`. */
function withoutPort(entry: string): string {
  const text = entry.trim().replaceAll('"', "");
  return /^\[(.+)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
}

/** An IPv6 client has a whole /64 network, and may use any address in it. Undefined if it is not an address. */
function network(address: string): string | undefined {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "").replace(/%.*$/, "");
  if (isIPv4(plain)) return plain;
  if (!isIPv6(plain)) return undefined;
  const canonical = new URL(`http://[${plain}]`).hostname.slice(1, -1); // at most one "::", no dots
  const [head = [], tail] = canonical.split("::").map((part) => part.split(":").filter(Boolean));
  const zeros = tail === undefined ? 0 : 8 - head.length - tail.length;
  const groups = [...head, ...Array.from({ length: zeros }, () => "0"), ...(tail ?? [])];
  return `${groups.slice(0, 4).join(":")}::/64`;
}
