/** `pnpm --filter serve build:browser`: what the service's page loads to classify in the browser, in `dist/browser-files`. */
import { failureMessage } from "@inception-edge/host";
import { provideBrowserFiles } from "./provide-browser-files.ts";

try {
  console.log(`Ready: ${await provideBrowserFiles()}`);
} catch (error) {
  console.error(failureMessage(error));
  process.exitCode = 1;
}
