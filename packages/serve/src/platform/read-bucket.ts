/**
 * A bundle in Google Cloud Storage: where Vertex AI leaves a model, since it mounts none. Read by the service account that
 * the container runs as, whose token Google's metadata server hands out.
 */
import type { ReadFile } from "@inception-edge/bundle";

/** What the program must be allowed to reach. */
export const bucketHosts: readonly string[] = [
  "storage.googleapis.com:443",
  "metadata.google.internal:80",
];

const TOKEN_URL =
  "http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/token";
/** Google's tokens last longer; a load of a bundle does not. */
const TOKEN_MS = 60_000;

/** Whether it names a folder of a bucket, and not one of this machine. */
export function isBucket(folder: string): boolean {
  return folder.startsWith("gs://");
}

/**
 * @param folder `gs://BUCKET/FOLDER`
 * @param request what asks over HTTP
 * @throws {Error} when it names no bucket; what cannot be read, the function that is returned throws
 */
export function readBucket(folder: string, request: typeof fetch = fetch): ReadFile {
  const [, bucket, prefix] = /^gs:\/\/([\w.-]+)\/?(.*?)\/*$/.exec(folder) ?? [];
  if (bucket === undefined) {
    throw new Error(`Cannot serve "${folder}": it is not of the form gs://BUCKET/FOLDER`);
  }
  let token: { readonly text: Promise<string>; readonly until: number } | undefined;
  return async function readObject(path) {
    if (token === undefined || performance.now() > token.until) {
      token = { text: readToken(request), until: performance.now() + TOKEN_MS };
    }
    const name = encodeURIComponent(prefix ? `${prefix}/${path}` : path);
    const url = `https://storage.googleapis.com/storage/v1/b/${bucket}/o/${name}?alt=media`;
    const headers = { authorization: `Bearer ${await token.text}` };
    const response = await ask(request, url, headers);
    return new Uint8Array(await response.arrayBuffer());
  };
}

async function readToken(request: typeof fetch): Promise<string> {
  const response = await ask(request, TOKEN_URL, { "metadata-flavor": "Google" });
  return ((await response.json()) as { readonly access_token: string }).access_token;
}

async function ask(
  request: typeof fetch,
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  const response = await request(url, { headers }).catch((cause: unknown) => {
    throw new Error(`${new URL(url).host} cannot be reached`, { cause });
  });
  if (response.ok) return response;
  throw new Error(`${url} answers ${response.status}`);
}
