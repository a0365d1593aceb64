// @ts-check
/**
 * Starts `npm run serve`, has a picture classified and ends it: what the README promises of it. Plain JavaScript, as it
 * runs on the Node that the machine has.
 */
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const service = spawn("npm", ["run", "serve"], {
  cwd: root,
  env: { ...process.env, PORT: "0" },
  stdio: ["ignore", "pipe", "inherit"],
  detached: true, // A group of its own, so that the signal reaches the service below npm.
});
process.exitCode = 1;
for await (const line of createInterface({ input: service.stdout })) {
  console.log(line);
  if (line.includes('"event":"ready"')) await classify(JSON.parse(line).url);
}

/** @param {string} url of the service */
async function classify(url) {
  try {
    const body = await readFile(new URL("../packages/serve/bundle/golden/0.jpeg", import.meta.url));
    const headers = { "content-type": "image/jpeg" };
    const page = await fetch(url);
    const response = await fetch(`${url}/classify`, { method: "POST", headers, body });
    console.log(`${page.status} ${response.status} ${await response.text()}`);
    if (page.ok && response.ok) process.exitCode = 0;
  } finally {
    process.kill(-(service.pid ?? 0), "SIGTERM");
  }
}
