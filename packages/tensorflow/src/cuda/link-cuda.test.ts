import { mkdirSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { writeSharedLibrary } from "../../test/write-shared-library.ts";
import { cachedWheelLibrary, installWheelLibrary } from "../install/wheel-library.ts";
import { WHEEL_SETS } from "../install/wheel-table.ts";
import { NEEDED_LIBRARIES } from "./cuda-parts.ts";
import { pipPlaces } from "./cuda-places.ts";
import { chooseCuda } from "./cuda-plan.ts";
import { readHostCuda } from "./host-cuda.ts";
import { linkedCuda, linkCuda } from "./link-cuda.ts";
import { unloadableCudaLibraries, unloadableLibraries } from "./loadable-libraries.ts";

const linking = suite("linkCuda()");
const isLinux = process.platform === "linux";
const onLinux = isLinux ? linking : linking.skip;
if (!isLinux) console.log("SKIP shared objects are Linux's, as CUDA is");

/** Shared objects that open each other as CUDA 13's do: libraries, and what each needs. */
const CUDA_13 = {
  "libnvJitLink.so.13": [],
  "libcublasLt.so.13": [],
  "libcublas.so.13": ["libcublasLt.so.13"],
  "libcufft.so.12": [],
  "libcusparse.so.12": ["libnvJitLink.so.13"],
  "libcusolver.so.12": ["libcublas.so.13", "libcusparse.so.12"],
  "libnvrtc.so.13": [],
} as const;

/** pip's CUDA 13 and cuDNN in a folder of packages, as files that really open. */
async function writePackages(site: string): Promise<void> {
  for (const [name, needs] of Object.entries(CUDA_13)) {
    await writeSharedLibrary(join(site, "nvidia/cu13/lib", name), needs);
  }
  await writeSharedLibrary(join(site, "nvidia/cudnn/lib/libcudnn.so.9"));
  for (const name of ["nvidia_cublas-13.1.0.3", "nvidia_cudnn_cu13-9.19.0.56"]) {
    mkdirSync(join(site, `${name}.dist-info`));
  }
}

linking(
  "linkCuda() makes CUDA 13's libraries loadable under the names that TensorFlow loads",
  async () => {
    await inTemporaryFolder(async (folder) => {
      const site = join(folder, "site-packages");
      await writePackages(site);
      const { plan } = chooseCuda(await readHostCuda(await pipPlaces(site)), {});
      assert.is(plan.release, 13);

      const directory = join(folder, "library");
      await writeSharedLibrary(join(directory, "nvidia/cuda_runtime/lib/libcudart.so.12")); // As its wheel does.
      await linkCuda(directory, plan);
      const lib = join(directory, "tensorflow");
      mkdirSync(lib);
      assert.equal(await unloadableCudaLibraries({ lib, libraryPath: "" }), []);
      assert.equal(await linkedCuda(directory), plan);

      rmSync(join(site, "nvidia/cu13/lib/libnvJitLink.so.13"));
      const unloadable = await unloadableCudaLibraries({ lib, libraryPath: "" });
      assert.equal(
        unloadable.map(({ name }) => name),
        ["libcusolver.so.11", "libcusparse.so.12"],
      );
      for (const { reason } of unloadable)
        assert.match(reason, /^libnvJitLink\.so\.13: cannot open/);
    });
  },
);

linking(
  "unloadableLibraries() names what is missing or broken, and searches LD_LIBRARY_PATH first",
  async () => {
    await inTemporaryFolder(async (folder) => {
      await writeSharedLibrary(join(folder, "good/libcuda.so.1"));
      mkdirSync(join(folder, "bad"));
      writeFileSync(join(folder, "bad/libcuda.so.1"), "not a library");
      const names = ["libcuda.so.1", "libm.so.6", "libno-such-thing.so.1"];
      const missing = "cannot open shared object file: No such file or directory";
      assert.equal(await unloadableLibraries(names, { libraryPath: join(folder, "good") }), [
        { name: "libno-such-thing.so.1", reason: missing },
      ]);
      const libraryPath = `${join(folder, "bad")}:${join(folder, "good")}`;
      const [bad] = await unloadableLibraries(names, { libraryPath });
      assert.is(bad!.reason, "file too short");
    });
  },
);

onLinux("installWheelLibrary() reassembles a library without a download", async () => {
  await inTemporaryFolder(async (root) => {
    const site = join(root, "site-packages");
    await writePackages(site);
    const [wheels] = WHEEL_SETS;
    const place = join(root, `${wheels.version}-${wheels.name}`);
    for (const file of [
      "tensorflow/include/tensorflow/c/c_api.h",
      "tensorflow/libtensorflow_cc.so.2",
      "nvidia/cuda_runtime/lib/libcudart.so.12",
      "nvidia/cuda_nvcc/bin/ptxas",
      "nvidia/cublas/lib/libcublas.so.12",
    ]) {
      mkdirSync(dirname(join(place, file)), { recursive: true });
      writeFileSync(join(place, file), file);
    }
    const { plan } = chooseCuda(await readHostCuda(await pipPlaces(site)), {});
    const lines: string[] = [];
    const library = await installWheelLibrary(
      wheels,
      { root, log: (line) => lines.push(line) },
      plan,
    );
    assert.equal(lines, []);
    assert.equal(library, cachedWheelLibrary(wheels, root));
    assert.equal(await linkedCuda(place), plan);
    const unloadable = await unloadableCudaLibraries({ lib: library.layout.lib, libraryPath: "" });
    assert.equal(
      unloadable.map(({ name }) => name),
      ["libcudart.so.12"], // Not a library here.
    );
    assert.is(NEEDED_LIBRARIES.length - unloadable.length, 6);

    // This machine's ptxas cannot stand in for the wheel's: another plan has to download it.
    const tools = {
      from: "host",
      place: "",
      files: {},
      tools: { ptxas: "/a", libdevice: "/b" },
    } as const;
    const own = { ...plan, parts: { ...plan.parts, tools } };
    await installWheelLibrary(wheels, { root, log: () => {} }, own);
    assert.is(readlinkSync(join(place, "nvidia/cuda_nvcc/bin/ptxas")), "/a");
    const path = process.env["PATH"];
    process.env["PATH"] = "/nowhere"; // No pip: what wants to download fails.
    try {
      const log = (line: string): void => void lines.push(line);
      const { message } = await rejectionOf(installWheelLibrary(wheels, { root, log }, plan));
      assert.match(message, "no pip was found");
    } finally {
      process.env["PATH"] = path;
    }
    assert.equal(lines, ["Downloading CUDA (linux-x64-gpu, 22 MB) with pip"]);
    assert.equal(await linkedCuda(place), own);
  });
});

linking.run();
