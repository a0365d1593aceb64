/** Where CUDA's libraries are usually found: the loader's folders, toolkits, Conda environments, pip's packages. */
import { readdir, realpath } from "node:fs/promises";
import { dirname, join } from "node:path";
import { runCommand } from "@inception-edge/host";

/** Folders whose libraries belong together, such as those of one CUDA toolkit. */
export interface CudaPlace {
  /** The location as messages name it: "/usr/local/cuda-12.8", "/usr/lib/python3/dist-packages/nvidia". */
  readonly name: string;
  /** Absolute paths of the folders with shared libraries, in order of preference. */
  readonly folders: readonly string[];
  /** The folder in which to look for `bin/ptxas` and `nvvm/libdevice/libdevice.10.bc`. */
  readonly root: string;
  /** Python's site-packages folder, if pip installed the libraries: it records their versions. */
  readonly packages?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Every existing place to look in, in order of preference, without duplicates. */
export async function cudaPlaces(
  environment: Environment = process.env,
): Promise<readonly CudaPlace[]> {
  const packages = [...(await environmentPackages(environment)), ...(await pythonPackages())];
  const cached = loaderFolders((await runCommand(["ldconfig", "-p"])).output);
  return distinct([
    ...split(environment["LD_LIBRARY_PATH"]).map(single),
    ...(await toolkitRoots(environment)).map(toolkit),
    ...split(environment["CONDA_PREFIX"]).map((root) => ({ ...single(join(root, "lib")), root })),
    ...(await Promise.all(packages.map(pipPlaces))).flat(),
    ...cached.map(single),
  ]);
}

function single(folder: string): CudaPlace {
  return { name: folder, folders: [folder], root: dirname(folder) };
}

function toolkit(root: string): CudaPlace {
  const folders = ["lib64", "targets/x86_64-linux/lib", "extras/CUPTI/lib64"];
  return { name: root, folders: folders.map((folder) => join(root, folder)), root };
}

async function toolkitRoots(environment: Environment): Promise<readonly string[]> {
  const versions = (await names("/usr/local")).filter((name) => /^cuda-\d/.test(name));
  return [
    ...split(environment["CUDA_HOME"]),
    ...split(environment["CUDA_PATH"]),
    "/usr/local/cuda",
    ...versions.map((name) => join("/usr/local", name)),
  ];
}

/** The places that pip fills in a site-packages folder: one folder for CUDA 13, one for each library of CUDA 12. */
export async function pipPlaces(packages: string): Promise<readonly CudaPlace[]> {
  const nvidia = join(packages, "nvidia");
  const folders = (await names(nvidia)).filter((name) => name !== "cu13");
  return [
    {
      name: nvidia,
      folders: folders.map((folder) => join(nvidia, folder, "lib")),
      root: join(nvidia, "cuda_nvcc"),
      packages,
    },
    { name: nvidia, folders: [join(nvidia, "cu13", "lib")], root: join(nvidia, "cu13"), packages },
  ];
}

/** The site-packages folders of the active virtual environment. */
async function environmentPackages(environment: Environment): Promise<readonly string[]> {
  const [root] = split(environment["VIRTUAL_ENV"]);
  if (root === undefined) return [];
  const pythons = (await names(join(root, "lib"))).filter((name) => name.startsWith("python"));
  return pythons.map((name) => join(root, "lib", name, "site-packages"));
}

/** The site-packages folders of the first Python on the PATH. */
async function pythonPackages(): Promise<readonly string[]> {
  for (const python of ["python3", "python"]) {
    const { code, output } = await runCommand([python, "-m", "site"]);
    if (code === 0) return packageFolders(output);
  }
  return [];
}

/** The folders that pip installs into, from the output of `python3 -m site`. */
export function packageFolders(text: string): readonly string[] {
  const paths = [
    ...text.matchAll(/^ +'(.+)',$/gm),
    ...text.matchAll(/^USER_SITE: '(.+)' \(exists\)$/gm),
  ];
  const folders = paths.map(([, path = ""]) => path);
  return [...new Set(folders.filter((path) => path.endsWith("-packages")))];
}

/** The folders that hold CUDA libraries for x86-64, from the output of `ldconfig -p`. */
export function loaderFolders(text: string): readonly string[] {
  const lines = text.matchAll(/^\s*lib(?:cublas|cudnn)\.so\S* \(.*x86-64.*\) => (\/.+)$/gm);
  return [...new Set([...lines].map(([, path = ""]) => dirname(path)))];
}

function split(list: string | undefined): readonly string[] {
  return (list ?? "").split(":").filter((folder) => folder.startsWith("/"));
}

/** Drops folders that do not exist, and folders that an earlier place already has under another name. */
async function distinct(places: readonly CudaPlace[]): Promise<readonly CudaPlace[]> {
  const seen = new Set<string>();
  const kept: CudaPlace[] = [];
  for (const place of places) {
    const folders: string[] = [];
    for (const folder of place.folders) {
      const real = await realpath(folder).catch(() => undefined);
      if (real === undefined || seen.has(real)) continue;
      seen.add(real);
      folders.push(folder);
    }
    if (folders.length > 0) kept.push({ ...place, folders });
  }
  return kept;
}

async function names(folder: string): Promise<readonly string[]> {
  return (await readdir(folder).catch(() => [])).toSorted();
}
