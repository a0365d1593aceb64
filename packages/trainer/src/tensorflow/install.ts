/** The command `pnpm --filter trainer tf:install`. */
import { installTensorFlow } from "./install-tensorflow.ts";

try {
  const { version, origin, key, directory } = await installTensorFlow(console.log);
  const place = origin === "LIBTENSORFLOW_DIR" ? directory : `${key}, in ${directory}`;
  console.log(`TensorFlow ${version} is ready (${place})`);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
