import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { pipPlaces } from "./cuda-places.ts";
import { readHostCuda } from "./host-cuda.ts";

const hosts = suite("readHostCuda()");

function touch(root: string, ...paths: readonly string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), "");
  }
}

hosts("readHostCuda() finds a toolkit by its names, its version by what they link to", async () => {
  await inTemporaryFolder(async (root) => {
    touch(
      root,
      "lib64/libcublas.so.12.5.3.2",
      "lib64/libcufft.so.11",
      "lib64/libm.so.6",
      "bin/ptxas",
      "nvvm/libdevice/libdevice.10.bc",
    );
    symlinkSync("libcublas.so.12.5.3.2", join(root, "lib64/libcublas.so.12"));
    symlinkSync("gone", join(root, "lib64/libcusparse.so.12"));
    const place = { name: "here", folders: [join(root, "lib64")], root };
    assert.equal(await readHostCuda([place]), {
      toolkits: [
        {
          release: 12,
          place: "here",
          version: "12.5.3.2",
          files: {
            "libcublas.so.12": join(root, "lib64/libcublas.so.12"),
            "libcufft.so.11": join(root, "lib64/libcufft.so.11"),
          },
          tools: {
            ptxas: join(root, "bin/ptxas"),
            libdevice: join(root, "nvvm/libdevice/libdevice.10.bc"),
          },
        },
      ],
      cudnns: [],
    });
  });
});

hosts("readHostCuda() tells pip's CUDA 12 and 13 apart, and for which cuDNN is", async () => {
  await inTemporaryFolder(async (site) => {
    touch(
      site,
      "nvidia/cu13/lib/libcublas.so.13",
      "nvidia/cu13/lib/libcusparse.so.12",
      "nvidia/cublas/lib/libcublas.so.12",
      "nvidia/cudnn/lib/libcudnn.so.9",
      "nvidia/cudnn/lib/libcudnn_graph.so.9",
      "nvidia_cublas-13.1.0.3.dist-info/METADATA",
      "nvidia_cublas_cu12-12.8.4.1.dist-info/METADATA",
      "nvidia_cudnn_cu13-9.19.0.56.dist-info/METADATA",
    );
    const { toolkits, cudnns } = await readHostCuda(await pipPlaces(site));
    assert.equal(
      toolkits.map(({ release, version, files }) => [
        release,
        version,
        Object.keys(files).toSorted(),
      ]),
      [
        [12, "12.8.4.1", ["libcublas.so.12", "libcudnn.so.9", "libcudnn_graph.so.9"]],
        [13, "13.1.0.3", ["libcublas.so.13", "libcusparse.so.12"]],
      ],
    );
    assert.equal(
      cudnns.map(({ release, version, files }) => [
        release,
        version,
        Object.keys(files).toSorted(),
      ]),
      [[13, "9.19.0.56", ["libcudnn.so.9", "libcudnn_graph.so.9"]]],
    );
  });
});

hosts("readHostCuda() leaves a version open that no name tells", async () => {
  await inTemporaryFolder(async (root) => {
    touch(root, "libcublas.so.12", "libcudnn.so.9");
    const { toolkits, cudnns } = await readHostCuda([{ name: "here", folders: [root], root }]);
    assert.is(toolkits[0]!.version, undefined);
    assert.is(cudnns[0]!.version, undefined);
    assert.is(cudnns[0]!.release, undefined);
  });
});

hosts.run();
