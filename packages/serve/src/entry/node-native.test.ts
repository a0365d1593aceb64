import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import { litertLibrary, wherePossible } from "@inception-edge/testing/litert-library";
import { runHang } from "../../test/hang.ts";
import { runProcessSuites } from "../../test/process-suites.ts";

runProcessSuites("node", "litert-native");

const hang = suite("a native hang on node");

wherePossible(hang, "litert-native")(
  "ends the process with 70, since no thread can be ended inside a native call",
  async () => {
    const entry = fileURLToPath(new URL("../../test/hanging-node.ts", import.meta.url));
    const command = [process.execPath, "--conditions=@inception-edge/source", entry] as const;
    await runHang("node", command, { ENGINE: "litert-native", LITERT_LIBRARY: litertLibrary! });
  },
);

hang.run();
