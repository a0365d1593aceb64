/** What HEALTHCHECK runs in the container: 0 when the service is ready. It finds the port as the service does. */
import { findStart } from "./dist/platform/find-start.js";

const names = [
  "PORT",
  "MODEL_DIR",
  "AIP_HTTP_PORT",
  "AIP_STORAGE_URI",
  "SAGEMAKER_BIND_TO_PORT",
  "AZUREML_MODEL_DIR",
];
const environment = Object.fromEntries(names.map((name) => [name, process.env[name]]));
const { PORT } = await findStart(environment, { args: [] });
// It cannot see the words that the service was started with: `serve` moves it to SageMaker's port.
const ports = new Set([PORT, 8080]);
await Promise.any([...ports].map(checkReady));

async function checkReady(port) {
  const { ok } = await fetch(`http://127.0.0.1:${port}/readyz`);
  if (!ok) throw new Error("Not ready");
}
