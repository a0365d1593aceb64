/** LiteRT's library for tests of the engine `litert-native`: where it is not installed they are skipped, and say so. */
import type { Test } from "uvu";
import { findLiteRt } from "@inception-edge/litert";

/** Undefined where it is not installed. */
export const litertLibrary: string | undefined = findLiteRt();

if (litertLibrary === undefined) {
  console.log("SKIP LiteRT's library is not installed: pnpm --filter serve native:install");
}

/** The suite itself, or its `skip` for what needs the library where there is none. */
export function wherePossible(suite: Test, engine: string): Test | Test["skip"] {
  return engine === "litert-native" && litertLibrary === undefined ? suite.skip : suite;
}
