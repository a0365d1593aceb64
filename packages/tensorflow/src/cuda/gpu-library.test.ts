import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { writeSharedLibrary } from "../../test/write-shared-library.ts";
import { WHEEL_SETS } from "../install/wheel-table.ts";
import { provideGpuLibrary } from "./gpu-library.ts";
import { linkedCuda } from "./link-cuda.ts";

const libraries = suite("provideGpuLibrary()");
const isLinux = process.platform === "linux";
const onLinux = isLinux ? libraries : libraries.skip;
if (!isLinux) console.log("SKIP shared objects are Linux's, as CUDA is");

const [WHEELS] = WHEEL_SETS;
const CUDA_12 =
  "cudart.so.12 cublas.so.12 cublasLt.so.12 cufft.so.11 cusolver.so.11 cusparse.so.12 nvrtc.so.12";

/** A CUDA 12 that lacks nothing, so that nothing is downloaded. */
async function writeToolkit(root: string): Promise<string> {
  const lib = join(root, "lib64");
  for (const name of CUDA_12.split(" ")) await writeSharedLibrary(join(lib, `lib${name}`));
  await writeSharedLibrary(join(lib, "libcudnn.so.9"));
  for (const [name, version] of [
    ["libcublas.so.12", "12.8.4"],
    ["libcudnn.so.9", "9.10.2"],
  ] as const) {
    const whole = name.replace(/\d+$/, version);
    await writeSharedLibrary(join(lib, whole));
    rmSync(join(lib, name));
    symlinkSync(whole, join(lib, name));
  }
  touch(root, "bin/ptxas", "nvvm/libdevice/libdevice.10.bc");
  return lib;
}

function touch(root: string, ...paths: readonly string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), "");
  }
}

/** With these variables, and the rest as it was afterwards. */
async function withEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
  work: () => Promise<void>,
): Promise<void> {
  const before = { ...process.env };
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  try {
    await work();
  } finally {
    for (const name of Object.keys(variables)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
}

onLinux(
  "provideGpuLibrary() lays this machine's CUDA beside TensorFlow, and leaves it while it opens",
  async () => {
    await inTemporaryFolder(async (root) => {
      const lib = await writeToolkit(join(root, "cuda"));
      const place = join(root, `${WHEELS.version}-${WHEELS.name}`);
      touch(place, "tensorflow/include/tensorflow/c/c_api.h", "tensorflow/libtensorflow_cc.so.2");
      const lines: string[] = [];
      const log = (line: string): void => void lines.push(line);
      const provide = async (): Promise<string> =>
        (await provideGpuLibrary(WHEELS, { root, log })).directory;
      await withEnvironment({ LD_LIBRARY_PATH: lib, INCEPTION_EDGE_CUDA: "host" }, async () => {
        assert.is(await provide(), place);
        assert.is(lines.length, 1);
        assert.match(
          lines[0]!,
          /^CUDA: this machine's CUDA 12 \(cuBLAS 12\.8\.4, in .* and cuDNN 9\.10\.2 \(in [^;]*$/,
        );
        await provide();
        assert.is(lines.length, 1);
      });
      const linked = await linkedCuda(place);
      // Another shell knows nothing of that toolkit.
      await withEnvironment(
        { LD_LIBRARY_PATH: undefined, INCEPTION_EDGE_CUDA: undefined },
        async () => {
          assert.is(await provide(), place);
          assert.is(lines.length, 1);
          assert.equal(await linkedCuda(place), linked);
          assert.ok(existsSync(join(place, "nvidia/cublas/lib/libcublas.so.12")));
        },
      );
    });
  },
);

onLinux(
  "provideGpuLibrary() refuses this machine's CUDA if it is requested and cannot be loaded",
  async () => {
    await inTemporaryFolder(async (root) => {
      const lib = await writeToolkit(join(root, "cuda"));
      writeFileSync(join(lib, "libcufft.so.11"), "cut off by a full disk");
      touch(
        join(root, `${WHEELS.version}-${WHEELS.name}`),
        "tensorflow/include/tensorflow/c/c_api.h",
        "tensorflow/libtensorflow_cc.so.2",
      );
      await withEnvironment({ LD_LIBRARY_PATH: lib, INCEPTION_EDGE_CUDA: "host" }, async () => {
        const { message } = await rejectionOf(provideGpuLibrary(WHEELS, { root, log: () => {} }));
        assert.is(
          message,
          "Cannot use this machine's CUDA: libcufft.so.11 cannot be loaded (file too short); unset INCEPTION_EDGE_CUDA",
        );
      });
    });
  },
);

libraries.run();
