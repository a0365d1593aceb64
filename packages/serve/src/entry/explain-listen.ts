/** Why a socket cannot be had, in words that end with what to do. */
import type { Settings } from "../settings.ts";

type Place = Pick<Settings, "HOST" | "PORT">;

const noSuchName = (): string =>
  "HOST is the name of no machine; 0.0.0.0 means all addresses, 127.0.0.1 only this machine";

/** By the system's codes. */
const REASONS: Readonly<Record<string, (place: Place) => string>> = {
  EADDRINUSE: ({ PORT }) =>
    `another program listens there; end it, or set PORT to another number, such as PORT=${PORT < 65535 ? PORT + 1 : PORT - 1}`,
  EACCES: () => "ports below 1024 want special rights; set PORT to a higher number",
  EADDRNOTAVAIL: () =>
    "HOST is no address of this machine; 0.0.0.0 means all of them, 127.0.0.1 only its own programs",
  ENOTFOUND: noSuchName,
  EAI_AGAIN: noSuchName, // No network, and so nobody who knows the name.
};

/** The error as a sentence, or as it is where it is another one. */
export function explainListen(error: unknown, place: Place): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  // Deno has no code for that.
  const known = code ?? (/lookup address information/.test(message) ? "ENOTFOUND" : "");
  const reason = REASONS[known]?.(place);
  if (reason === undefined) return error;
  const { HOST, PORT } = place;
  const host = HOST.includes(":") ? `[${HOST}]` : HOST; // IPv6
  return new Error(`Cannot listen at ${host}:${PORT}: ${reason}`, { cause: error });
}
