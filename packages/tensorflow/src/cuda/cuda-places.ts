/** Where CUDA's libraries usually lie on a machine: the loader's folders, toolkits, Conda, pip's packages. */
import { readdir, realpath } from "node:fs/promises";
import { dirname, join } from "node:path";
import { runCommand } from "@inception-edge/host";

/** Folders whose libraries belong together. */
export interface CudaPlace {
  /** As a person would say where: "/usr/local/cuda-12.8", "/usr/lib/python3/dist-packages/nvidia". */
  readonly name: string;
  /** Absolute paths of folders of shared libraries, the first one preferred. */
  readonly folders: readonly string[];
  /** Holds `bin/ptxas` and `nvvm/libdevice/libdevice.10.bc`, if they are there. */
  readonly root: string;
  /** Python's folder of packages, for places that pip has filled: it tells their versions. */
  readonly packages?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Every place to look at, best first; none twice. Places that are not there are left out. */
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

/** What pip has put into a folder of packages: CUDA 13 in one folder, CUDA 12 in one for each library. */
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

/** An activated virtual environment's folder of packages. */
async function environmentPackages(environment: Environment): Promise<readonly string[]> {
  const [root] = split(environment["VIRTUAL_ENV"]);
  if (root === undefined) return [];
  const pythons = (await names(join(root, "lib"))).filter((name) => name.startsWith("python"));
  return pythons.map((name) => join(root, "lib", name, "site-packages"));
}

/** The folders of packages of the Python that is first on the PATH. */
async function pythonPackages(): Promise<readonly string[]> {
  for (const python of ["python3", "python"]) {
    const { code, output } = await runCommand([python, "-m", "site"]);
    if (code === 0) return packageFolders(output);
  }
  return [];
}

/** Of the answer of `python3 -m site`, the folders that pip fills. */
export function packageFolders(text: string): readonly string[] {
  const paths = [
    ...text.matchAll(/^ +'(.+)',$/gm),
    ...text.matchAll(/^USER_SITE: '(.+)' \(exists\)$/gm),
  ];
  const folders = paths.map(([, path = ""]) => path);
  return [...new Set(folders.filter((path) => path.endsWith("-packages")))];
}

/** Of the answer of `ldconfig -p`, the folders that hold libraries of CUDA's for this architecture. */
export function loaderFolders(text: string): readonly string[] {
  const lines = text.matchAll(/^\s*lib(?:cublas|cudnn)\.so\S* \(.*x86-64.*\) => (\/.+)$/gm);
  return [...new Set([...lines].map(([, path = ""]) => dirname(path)))];
}

function split(list: string | undefined): readonly string[] {
  return (list ?? "").split(":").filter((folder) => folder.startsWith("/"));
}

/** Without the folders that are not there, or that an earlier place has under another name. */
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
