/** Requests to a process under test, and a bundle for it. */
import { join } from "node:path";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { pngImage } from "./images.ts";
import type { ServiceProcess } from "./start-process.ts";
import { writeTinyBundle } from "./tiny-bundle.ts";

export function url({ port }: ServiceProcess, path: string): string {
  return `http://127.0.0.1:${port}${path}`;
}

export function classify(service: ServiceProcess): Promise<Response> {
  return fetch(url(service, "/classify"), {
    method: "POST",
    body: pngImage.bytes,
    headers: { "content-type": "image/png" },
  });
}

export async function modelName(service: ServiceProcess): Promise<string> {
  return ((await (await fetch(url(service, "/model"))).json()) as { name: string }).name;
}

export function withBundle(work: (folder: string) => Promise<void>): Promise<void> {
  return inTemporaryFolder(async (temporary) => {
    const folder = join(temporary, "bundle");
    await writeTinyBundle(folder);
    await work(folder);
  });
}
