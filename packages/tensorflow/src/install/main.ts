/** Installs the library alone, before the rest of a program is there: set-up scripts and container images run this. */
import { failureMessage, outliveReaders } from "@inception-edge/host";
import { installTensorFlow } from "./install-tensorflow.ts";

outliveReaders();
try {
  const { version, directory } = await installTensorFlow(console.log);
  console.log(`TensorFlow ${version} is ready, in ${directory}`);
} catch (error) {
  console.error(failureMessage(error));
  process.exitCode = 1;
}
