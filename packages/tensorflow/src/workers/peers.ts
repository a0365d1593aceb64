/**
 * Whether other workers are there: a gRPC server greets everyone who connects with its HTTP/2 settings, which neither a
 * machine that is gone nor a process that hangs does.
 */
import { connect } from "node:http2";
import { setTimeout } from "node:timers/promises";

/** Between two questions to a worker, ms. */
const INTERVAL_MS = 5000;
/** How long it may take to answer, ms. */
const PATIENCE_MS = 10_000;

/** Resolves to undefined if the server at `address` greets, else to what is wrong: "refused", "silent" or an error's code. */
export function faultOf(
  address: string,
  patience: number = PATIENCE_MS,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const session = connect(`http://${address}`);
    const end = (fault: string | undefined): void => {
      clearTimeout(timer);
      session.destroy();
      resolve(fault);
    };
    const timer = globalThis.setTimeout(() => end("silent"), patience);
    session.on("remoteSettings", () => end(undefined));
    session.on("error", ({ code = "error" }: NodeJS.ErrnoException) =>
      end(code === "ECONNREFUSED" ? "refused" : code),
    );
  });
}

/** Waits until the worker at `address` answers, however long that takes. */
export async function awaitPeer(
  address: string,
  { signal, onWait }: { readonly signal: AbortSignal; readonly onWait: () => void },
): Promise<void> {
  for (let tries = 0; (await faultOf(address)) !== undefined; tries += 1) {
    if (tries === 2) onWait();
    await setTimeout(500, undefined, { signal });
  }
}

/** Watches the worker at `address` until the signal aborts; tells when it refuses, or was silent twice in a row. */
export async function watchPeer(
  address: string,
  { signal, onLost }: { readonly signal: AbortSignal; readonly onLost: () => void },
): Promise<void> {
  for (let faults = 0; !signal.aborted;) {
    const fault = await faultOf(address);
    faults = fault === undefined ? 0 : faults + 1;
    if (signal.aborted) return;
    if (fault === "refused" || faults === 2) return onLost();
    if (fault === "silent") continue; // it has had its time
    await setTimeout(INTERVAL_MS, undefined, { signal, ref: false }).catch(() => {});
  }
}
