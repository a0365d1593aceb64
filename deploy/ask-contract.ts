/** Asks a running service what a platform asks. */
import type { Contract } from "./contracts.ts";

/**
 * @param url of the service
 * @param image a file's bytes
 * @returns the answer to the image
 * @throws {Error} when the service is not healthy or does not answer
 */
export async function askContract(
  url: string,
  { health, predict, sends }: Contract,
  image: Uint8Array<ArrayBuffer>,
): Promise<string> {
  await answerOf(`${url}${health}`);
  const { name } = JSON.parse(await answerOf(`${url}/model`)) as { readonly name: string };
  const instances = [{ b64: Buffer.from(image).toString("base64") }];
  return answerOf(`${url}${predict.replace("NAME", encodeURIComponent(name))}`, {
    method: "POST",
    body: sends === "instances" ? JSON.stringify({ instances }) : image,
    headers: { "content-type": sends === "instances" ? "application/json" : "application/x-image" },
  });
}

async function answerOf(url: string, init: RequestInit = {}): Promise<string> {
  const response = await fetch(url, init);
  const body = await response.text();
  if (response.ok) return body;
  throw new Error(`Cannot accept the image: "${url}" answers ${response.status} ${body}`);
}
