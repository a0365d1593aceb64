/** Whether an engine answers all golden images of a bundle as it must: a module's start has the time for one. */
import type { WasmEngineName } from "@inception-edge/inference";
import { createService, inThisThread, readFolder, readSettings } from "@inception-edge/serve";

/** @throws {Error} with the golden images that it answers otherwise */
export async function proveBundle(folder: string, ENGINE: WasmEngineName): Promise<void> {
  const reasons: unknown[] = [];
  const service = createService({
    settings: { ...readSettings({}), ENGINE, WORKERS: 1 },
    read: readFolder(folder),
    startWorker: inThisThread(),
    page: new Map(),
    log: (level, { why }) => void (level === "error" && reasons.push(why)),
    peerAddress: () => undefined,
    onHung: () => {},
  });
  const isLoaded = await service.slot.load();
  await service.slot.close();
  if (isLoaded) return;
  throw new Error(`Cannot build a module of "${folder}" with ${ENGINE}: ${reasons.join("; ")}`);
}
