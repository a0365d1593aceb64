/** The command `pnpm --filter trainer tf:install`. */
import { outliveReaders, requireOpenFiles, wordsOfFailure } from "@inception-edge/cli";
import { installTensorFlow } from "./install-tensorflow.ts";

outliveReaders();
try {
  requireOpenFiles();
  const { version, origin, key, directory } = await installTensorFlow(console.log);
  const place = origin === "LIBTENSORFLOW_DIR" ? directory : `${key}, in ${directory}`;
  console.log(`TensorFlow ${version} is ready (${place})`);
} catch (error) {
  console.error(wordsOfFailure(error));
  process.exitCode = 1;
}
