/** A folder for one test, removed after it whatever happens. */
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export async function inTemporaryFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "inception-edge-dataset-"));
  await chmod(folder, 0o755); // For the test that looks at it as another user.
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
