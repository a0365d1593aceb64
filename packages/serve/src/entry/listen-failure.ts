/** Why the service cannot listen, as a sentence: what Node and Deno tell by a code, or in the system's words alone. */
import type { Settings } from "../settings.ts";

const faults: readonly { readonly pattern: RegExp; readonly words: string }[] = [
  {
    pattern: /EADDRINUSE|address already in use/i,
    words: "another process listens there; stop that one, or set PORT to another",
  },
  {
    pattern: /EACCES|permission denied/i,
    words: "the system does not allow it; set PORT to 1024 or more",
  },
  {
    pattern: /EADDRNOTAVAIL|assign requested address|ENOTFOUND|EAI_AGAIN|failed to lookup/i,
    words:
      "HOST is no address of this machine; set it to 0.0.0.0 for all of its addresses, or to 127.0.0.1 for its own use",
  },
];

export function listenFailure(
  cause: unknown,
  { HOST, PORT }: Pick<Settings, "HOST" | "PORT">,
): unknown {
  const fault = faults.find(({ pattern }) => pattern.test(String(cause)));
  return fault
    ? new Error(`Cannot listen on ${HOST}, port ${PORT}: ${fault.words}`, { cause })
    : cause;
}
