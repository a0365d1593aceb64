/** Gives TensorFlow a path that it does not mistake for a pattern. */
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

/** The characters of TensorFlow's path patterns (tensorflow/core/platform/file_system_helper.cc). */
const PATTERN = /[*?[\\]/;

/**
 * Calls `work` with `path`, or with the path of a link to the same files: RestoreV2 finds its files with
 * `GetMatchingPaths`, which would search "run1" for a checkpoint in "run[1]". SaveV2 takes paths literally.
 */
export async function withPlainPath<T>(
  path: string,
  work: (path: string) => Promise<T>,
): Promise<T> {
  if (!PATTERN.test(path)) return work(path);
  const temporary = PATTERN.test(tmpdir()) ? "/tmp" : tmpdir();
  const folder = await mkdtemp(join(temporary, "inception-edge-"));
  try {
    const link = join(folder, "link");
    await symlink(dirname(path), link);
    return await work(join(link, basename(path)));
  } finally {
    await rm(folder, { recursive: true });
  }
}
