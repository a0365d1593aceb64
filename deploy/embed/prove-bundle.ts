/**
 * Whether an engine answers all golden images of a bundle as it must, and what of the bundle serving reads. It is done at
 * the build, since a start in an isolate has the time for one image.
 */
import type { WasmEngineName } from "@inception-edge/inference";
import {
  createService,
  inThisThread,
  onlyModel,
  readFolder,
  readSettings,
} from "@inception-edge/serve";

/**
 * @returns the files that were read, as paths in the bundle
 * @throws {Error} with the golden images that it answers otherwise
 */
export async function proveBundle(
  folder: string,
  ENGINE: WasmEngineName,
): Promise<readonly string[]> {
  const read = readFolder(folder);
  const paths = new Set<string>();
  const reasons: unknown[] = [];
  const service = createService({
    settings: { ...readSettings({}), ENGINE, WORKERS: 1 },
    find: onlyModel((path) => {
      paths.add(path);
      return read(path);
    }),
    startWorker: inThisThread(),
    page: new Map(),
    log: (level, { why }) => void (level === "error" && reasons.push(why)),
    peerAddress: () => undefined,
    onHung: () => {},
  });
  const isLoaded = await service.slot.load();
  await service.slot.close();
  if (isLoaded) return [...paths];
  throw new Error(`Cannot build with "${folder}" and ${ENGINE}: ${reasons.join("; ")}`);
}
