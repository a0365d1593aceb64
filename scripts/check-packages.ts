/** `pnpm check:packages`: packs what is published and has publint and "Are the types wrong?" look at it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lintPacked } from "./publish/lint-packed.ts";
import { packAll } from "./publish/pack.ts";

process.stdout.on("error", () => {}); // Whoever read it is gone, as with `| head`: the work goes on.
const folder = mkdtempSync(join(tmpdir(), "inception-edge-packages-"));
try {
  for (const { manifest, tarball, files, bytes } of await packAll(folder)) {
    const problems = await lintPacked(tarball);
    const size = `${files.length} files, ${(bytes / 1000).toFixed(0)} kB`;
    console.log(`${problems.length === 0 ? "ok  " : "FAIL"} ${manifest.name}: ${size}`);
    for (const problem of problems) console.log(problem);
    if (problems.length > 0) process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}
