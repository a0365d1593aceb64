/** The Deno that npm installed. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** @throws {Error} where it is not installed */
export function denoProgram(): string {
  const deno = fileURLToPath(new URL("./deno", import.meta.resolve("deno/package.json")));
  if (!existsSync(deno)) throw new Error(`Cannot find Deno at "${deno}"; run pnpm install`);
  return deno;
}
