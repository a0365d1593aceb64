import { suite } from "uvu";
import * as assert from "uvu/assert";
import { hidesGpus, librarySources, userDirectory, type Machine } from "./library-sources.ts";

const sources = suite("library sources");

const laptop: Machine = { environment: {}, platform: "linux-x64", nvidiaDriver: false };

function names(machine: Machine): readonly string[] {
  return librarySources(machine).map((source) =>
    source.kind === "wheels" ? source.wheels.name : source.kind,
  );
}

sources("librarySources() prefers wheels to the stock download", () => {
  assert.equal(names(laptop), ["linux-x64-cpu", "stock"]);
  assert.equal(names({ ...laptop, platform: "linux-arm64" }), ["linux-arm64-cpu", "stock"]);
  assert.equal(names({ ...laptop, platform: "darwin-arm64" }), ["darwin-arm64-cpu", "stock"]);
});

sources("librarySources() prefers CUDA where there is a driver, and falls back to the CPU", () => {
  assert.equal(names({ ...laptop, nvidiaDriver: true }), [
    "linux-x64-gpu",
    "linux-x64-cpu",
    "stock",
  ]);
});

sources("librarySources() leaves CUDA where its wheels do not exist or its GPUs are hidden", () => {
  const hidden = { CUDA_VISIBLE_DEVICES: "-1" };
  assert.equal(names({ ...laptop, nvidiaDriver: true, environment: hidden }), [
    "linux-x64-cpu",
    "stock",
  ]);
  assert.equal(names({ ...laptop, nvidiaDriver: true, platform: "linux-arm64" }), [
    "linux-arm64-cpu",
    "stock",
  ]);
});

sources("librarySources() takes the user's folder and nothing else", () => {
  const environment = { LIBTENSORFLOW_DIR: "/opt/tf" };
  assert.equal(librarySources({ ...laptop, environment }), [
    { kind: "directory", directory: "/opt/tf" },
  ]);
  assert.equal(names({ ...laptop, environment, platform: "win32-x64" }), ["directory"]);
});

sources("librarySources() takes CUDA and nothing else where it is asked for, driver or not", () => {
  const environment = { INCEPTION_EDGE_CUDA: "wheels" };
  assert.equal(names({ ...laptop, environment }), ["linux-x64-gpu"]);
  assert.equal(names({ ...laptop, environment, platform: "linux-arm64" }), []);
  assert.throws(() => names({ ...laptop, environment: { INCEPTION_EDGE_CUDA: "yes" } }), /"yes"/);
});

sources("librarySources() has none for a platform without wheels", () => {
  assert.equal(librarySources({ ...laptop, platform: "win32-x64" }), []);
});

sources("userDirectory() takes a relative path from where the command was typed", () => {
  assert.is(userDirectory({}), undefined);
  assert.is(userDirectory({ LIBTENSORFLOW_DIR: "" }), undefined);
  assert.is(userDirectory({ LIBTENSORFLOW_DIR: "tf", INIT_CWD: "/home/ada" }), "/home/ada/tf");
});

sources("hidesGpus() knows CUDA's ways to say none", () => {
  assert.not(hidesGpus({}));
  assert.not(hidesGpus({ CUDA_VISIBLE_DEVICES: "0,1" }));
  assert.ok(hidesGpus({ CUDA_VISIBLE_DEVICES: "" }));
  assert.ok(hidesGpus({ CUDA_VISIBLE_DEVICES: "-1" }));
});

sources.run();
