import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import { runHang } from "../../test/hang.ts";
import { runProcessSuites } from "../../test/process-suites.ts";
import { denoProgram } from "./deno-program.ts";

runProcessSuites("deno");

const hang = suite("a hang on deno");

hang(
  "is answered, makes the process not live, lets the rest finish and ends it with 70",
  async () => {
    const entry = fileURLToPath(new URL("../../test/hanging-deno.ts", import.meta.url));
    const condition = "--conditions=@inception-edge/source";
    await runHang("deno", [denoProgram(), "run", "-A", "--no-lock", condition, entry]);
  },
);

hang.run();
