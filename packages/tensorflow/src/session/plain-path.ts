/** A way to a path that TensorFlow does not take for a pattern. */
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

/** What TensorFlow's file systems match by (tensorflow/core/platform/file_system_helper.cc). */
const PATTERN = /[*?[\\]/;

/**
 * Calls `work` with `path`, or with a link's to the same files: RestoreV2 looks for its prefix with
 * `GetMatchingPaths`, so a run in "run[1]" would be looked for in "run1". SaveV2 takes it as it is.
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
