/** A service in this process, with real threads and a tiny bundle. */
import { join } from "node:path";
import type { Hono } from "hono";
import { decodableFormats } from "@inception-edge/image";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { createApp } from "../src/app.ts";
import { modelsIn } from "../src/bundle/find-models.ts";
import { createService } from "../src/create-service.ts";
import { browserFiles } from "../src/entry/browser-files.ts";
import { readPage } from "../src/entry/read-page.ts";
import type { LogEntry } from "../src/observe/log.ts";
import type { Env, Service } from "../src/service.ts";
import { readSettings, type Settings } from "../src/settings.ts";
import { prepareWorkers } from "../src/worker/prepare-workers.ts";
import { writeTinyBundle, type TinyBundleOptions } from "./tiny-bundle.ts";

export interface TestService {
  readonly app: Hono<Env>;
  readonly service: Service;
  /** The bundle's, or that of several. */
  readonly folder: string;
  readonly logged: readonly LogEntry[];
}

export interface WithServiceOptions {
  readonly settings?: Partial<Settings>;
  readonly bundle?: TinyBundleOptions;
  /** Several models by their ids, in place of one. */
  readonly bundles?: Readonly<Record<string, TinyBundleOptions>>;
  /** False leaves the loading to the test. */
  readonly load?: boolean;
}

export async function withService(
  options: WithServiceOptions,
  work: (test: TestService) => Promise<void>,
): Promise<void> {
  await inTemporaryFolder(async (temporary) => {
    const folder = join(temporary, "bundle");
    const { bundle, bundles = { "": bundle } } = options;
    for (const [id, one] of Object.entries(bundles)) await writeTinyBundle(join(folder, id), one);
    const logged: LogEntry[] = [];
    const service = createService({
      settings: { ...readSettings({}), WORKERS: 1, ...options.settings },
      find: modelsIn(folder),
      startWorker: prepareWorkers(0),
      formats: decodableFormats,
      page: await readPage(),
      browser: browserFiles(),
      log: (_, entry) => void logged.push(entry),
      peerAddress: () => "192.0.2.1",
      onHung: () => {},
    });
    try {
      if (options.load ?? true) {
        const loaded = await service.slot.load();
        if (!loaded) throw new Error(`Cannot load the test's bundle: ${JSON.stringify(logged)}`);
      }
      await work({ app: createApp(service), service, folder, logged });
    } finally {
      await service.slot.close();
    }
  });
}
