/** The library installed by itself: what `pnpm --filter serve native:install` and container images run. */
import { failureMessage, outliveReaders } from "@inception-edge/host";
import { installLiteRt } from "./install-litert.ts";

outliveReaders();
try {
  console.log(`LiteRT's library is ready: ${await installLiteRt(console.log)}`);
} catch (error) {
  console.error(failureMessage(error));
  process.exitCode = 1;
}
