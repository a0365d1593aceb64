/** What holds for a process with several models on either runtime: an operator's signals, and keys in a file. */
import { mkdir, rename, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { classify, url } from "../ask-process.ts";
import { pngImage } from "../images.ts";
import { startProcess, withProcess, type RuntimeName } from "../start-process.ts";
import { writeTinyBundle } from "../tiny-bundle.ts";

export function runSeveralModels(runtime: RuntimeName): void {
  const several = suite(`several models on ${runtime}`);

  several("SIGUSR1 promotes, SIGUSR2 rolls back, SIGHUP and the clock find new bundles", () =>
    withModels(async (modelDir) => {
      const environment = { MODELS: "a,b:shadow", RELOAD_CHECK_S: "1" };
      await withProcess(runtime, { modelDir, environment }, async (service) => {
        const answering = async (): Promise<string | null> => {
          const answer = await classify(service);
          await answer.body?.cancel();
          return answer.headers.get("x-model");
        };
        assert.is(await answering(), "a");
        service.kill("SIGUSR1");
        await service.logged('"change":"promoted"');
        assert.is(await answering(), "b");
        service.kill("SIGUSR2");
        await service.logged('"change":"rolled_back"');
        assert.is(await answering(), "a");
        service.kill("SIGUSR2");
        await service.logged("no other model was present before it");
        await writeTinyBundle(join(modelDir, ".c"), { name: "third", seed: 3 });
        await rename(join(modelDir, ".c"), join(modelDir, "c"));
        await service.logged('"name":"third"');
        const named = await fetch(url(service, "/models/c/classify"), {
          method: "POST",
          body: pngImage.bytes,
        });
        assert.equal([named.status, named.headers.get("x-model")], [200, "c"]);
        service.kill("SIGTERM");
        assert.is(await service.ended, 0);
      });
    }),
  );

  several("keys are read anew from a mounted secret, with the right to that file alone", () =>
    withModels(async (modelDir, folder) => {
      const mount = async (state: string, keys: string): Promise<void> => {
        await mkdir(join(folder, state));
        await writeFile(join(folder, state, "api-keys"), keys);
        await symlink(state, join(folder, "..data_tmp"));
        await rename(join(folder, "..data_tmp"), join(folder, "..data"));
      };
      await mount("..1", "ann:first-secret\n");
      await symlink("..data/api-keys", join(folder, "api-keys"));
      const environment = { API_KEYS_FILE: join(folder, "api-keys"), RELOAD_CHECK_S: "0" };
      await withProcess(runtime, { modelDir, environment }, async (service) => {
        const status = async (key: string): Promise<number> => {
          const headers = { "x-api-key": key };
          const init = { method: "POST", body: pngImage.bytes, headers };
          const answer = await fetch(url(service, "/classify"), init);
          await answer.body?.cancel();
          return answer.status;
        };
        assert.equal([await status("first-secret"), await status("newer-secret")], [200, 401]);
        await mount("..2", "ann:newer-secret,bob:other-secret\n");
        service.kill("SIGHUP");
        await service.logged('"clients":["ann","bob"]');
        assert.equal([await status("first-secret"), await status("newer-secret")], [401, 200]);
      });
    }),
  );

  several("do not start without the one that answers, or without the keys", () =>
    withModels(async (modelDir, folder) => {
      const failure = async (environment: Record<string, string>): Promise<string> =>
        (await rejectionOf(startProcess(runtime, { modelDir, environment }))).message;
      assert.match(await failure({ MODELS: "z" }), 'Cannot serve by MODELS: there is no \\"z\\"');
      await writeFile(join(modelDir, "a", "model.tflite"), "damaged");
      const damaged = await failure({ MODELS: "a:50,b:50" });
      assert.match(damaged, '"event":"model refused","id":"a"');
      assert.match(damaged, "Cannot serve the bundle");
      const API_KEYS_FILE = join(folder, "api-keys");
      assert.match(await failure({ API_KEYS_FILE }), `Cannot read the keys in "${API_KEYS_FILE}"`);
    }),
  );

  several.run();
}

function withModels(work: (modelDir: string, folder: string) => Promise<void>): Promise<void> {
  return inTemporaryFolder(async (folder) => {
    const modelDir = join(folder, "models");
    await writeTinyBundle(join(modelDir, "a"), { name: "first" });
    await writeTinyBundle(join(modelDir, "b"), { name: "second", seed: 2 });
    await work(modelDir, folder);
  });
}
