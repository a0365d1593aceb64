/** The library installed by itself, before anything else of a program is there: the set-up and container images run this. */
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
