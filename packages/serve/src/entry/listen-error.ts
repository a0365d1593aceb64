/** Why the service cannot listen, as a sentence that ends with what to do. */
import type { Settings } from "../settings.ts";

type Address = Pick<Settings, "HOST" | "PORT">;

const unknownName = (): string =>
  "HOST is not the name of a machine; use 0.0.0.0 for all addresses, or 127.0.0.1 for this machine only";

/** By the system's codes. */
const REASONS: Readonly<Record<string, (address: Address) => string>> = {
  EADDRINUSE: ({ PORT }) =>
    `another program uses this port; stop it, or set another port, such as PORT=${PORT < 65535 ? PORT + 1 : PORT - 1}`,
  EACCES: () => "ports below 1024 need special permission; set PORT to a higher number",
  EADDRNOTAVAIL: () =>
    "HOST is not an address of this machine; use 0.0.0.0 for all its addresses, or 127.0.0.1 for local clients only",
  ENOTFOUND: unknownName,
  EAI_AGAIN: unknownName, // No network, so the name cannot be looked up.
};

/** The error as a sentence; any other error as it is. */
export function listenError(error: unknown, address: Address): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  // Deno has no code for this one.
  const known = code ?? (/lookup address information/.test(message) ? "ENOTFOUND" : "");
  const reason = REASONS[known]?.(address);
  if (reason === undefined) return error;
  const { HOST, PORT } = address;
  const host = HOST.includes(":") ? `[${HOST}]` : HOST; // IPv6
  return new Error(`Cannot listen at ${host}:${PORT}: ${reason}`, { cause: error });
}
