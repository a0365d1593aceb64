/**
 * Whom limits and shares are for: the address of a connection's other end or, behind proxies, what the outermost of
 * them saw. Of X-Forwarded-For only the entries count that those proxies wrote; all before them is the client's word.
 */
import { isIPv4, isIPv6 } from "node:net";
import type { Context } from "hono";

/** Of a peer that the runtime cannot tell. */
const UNKNOWN = "unknown";

/** @param proxies how many of them stand in front; each appends the address that it was asked from */
export function clientAddress(c: Context, peer: string | undefined, proxies: number): string {
  const forwarded = proxies === 0 ? "" : (c.req.header("x-forwarded-for") ?? "");
  const entries = forwarded.split(",").filter((entry) => entry.trim() !== "");
  // The nearest proxy is the peer itself, and is in no entry.
  const entry = entries[Math.max(0, entries.length - proxies)] ?? "";
  return network(withoutPort(entry)) ?? network(peer ?? "") ?? UNKNOWN;
}

/** Some proxies write `192.0.2.1:4711` or `[2001:db8::1]:4711`. */
function withoutPort(entry: string): string {
  const text = entry.trim().replaceAll('"', "");
  return /^\[(.+)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
}

/** An IPv6 client has a network of its own, 64 bits, and any address in it. Undefined for what is no address. */
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
