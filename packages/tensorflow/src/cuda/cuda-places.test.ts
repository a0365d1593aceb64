import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { cudaPlaces, loaderFolders, packageFolders, pipPlaces } from "./cuda-places.ts";

const places = suite("CUDA's places");

function touch(root: string, ...paths: readonly string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), "");
  }
}

places("packageFolders() reads what `python3 -m site` answers", () => {
  const answer = `sys.path = [
    '/home/ada',
    '/usr/lib/python311.zip',
    '/usr/lib/python3.11/lib-dynload',
    '/opt/torch/.venv/lib/python3.12/site-packages',
    '/usr/lib/python3/dist-packages',
]
USER_BASE: '/home/ada/.local' (exists)
USER_SITE: '/home/ada/.local/lib/python3.11/site-packages' (doesn't exist)
ENABLE_USER_SITE: True
`;
  assert.equal(packageFolders(answer), [
    "/opt/torch/.venv/lib/python3.12/site-packages",
    "/usr/lib/python3/dist-packages",
  ]);
  assert.equal(packageFolders("No module named site"), []);
});

places("loaderFolders() reads what `ldconfig -p` answers, of this architecture", () => {
  const answer = `1234 libs found in cache \`/etc/ld.so.cache'
	libcudnn.so.9 (libc6,x86-64) => /lib/x86_64-linux-gnu/libcudnn.so.9
	libcublas.so.12 (libc6,x86-64, OS ABI: Linux 3.2.0) => /usr/local/cuda/targets/x86_64-linux/lib/libcublas.so.12
	libcublas.so (libc6,x86-64) => /usr/local/cuda/targets/x86_64-linux/lib/libcublas.so
	libcublas.so.12 (libc6) => /usr/lib32/libcublas.so.12
	libicudata.so.72 (libc6,x86-64) => /lib/x86_64-linux-gnu/libicudata.so.72
`;
  assert.equal(loaderFolders(answer), [
    "/lib/x86_64-linux-gnu",
    "/usr/local/cuda/targets/x86_64-linux/lib",
  ]);
});

places(
  "pipPlaces() keeps CUDA 13, which is in one folder, from CUDA 12, which is in many",
  async () => {
    await inTemporaryFolder(async (folder) => {
      touch(folder, "nvidia/cublas/lib/a", "nvidia/cudnn/lib/a", "nvidia/cu13/lib/a");
      assert.equal(
        (await pipPlaces(folder)).map(({ folders }) => folders),
        [
          [join(folder, "nvidia/cublas/lib"), join(folder, "nvidia/cudnn/lib")],
          [join(folder, "nvidia/cu13/lib")],
        ],
      );
    });
  },
);

places(
  "cudaPlaces() takes LD_LIBRARY_PATH, toolkits, Conda and the environment, each once",
  async () => {
    await inTemporaryFolder(async (folder) => {
      const site = "venv/lib/python3.12/site-packages";
      touch(folder, "cuda/lib64/a", "conda/lib/a", "own/a", `${site}/nvidia/cu13/lib/a`);
      const found = await cudaPlaces({
        LD_LIBRARY_PATH: `${join(folder, "own")}:/nowhere:${join(folder, "cuda/lib64")}`,
        CUDA_HOME: join(folder, "cuda"),
        CONDA_PREFIX: join(folder, "conda"),
        VIRTUAL_ENV: join(folder, "venv"),
      });
      const names = found.map(({ name }) => name).filter((name) => name.startsWith(folder));
      assert.equal(
        names,
        ["own", "cuda/lib64", "conda/lib", `${site}/nvidia`].map((path) => join(folder, path)),
      );
    });
  },
);

places.run();
