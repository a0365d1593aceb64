/** AWS Signature Version 4, checked: docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
import { createHash, createHmac } from "node:crypto";
import type { IncomingMessage } from "node:http";

export interface SigningKeys {
  readonly AWS_ACCESS_KEY_ID: string;
  readonly AWS_SECRET_ACCESS_KEY: string;
  readonly AWS_REGION: string;
}

/** Why the request must be refused, as S3 calls it; undefined if it is signed by these keys. */
export function signatureFault(
  request: IncomingMessage,
  body: Uint8Array,
  keys: SigningKeys,
): string | undefined {
  const { authorization = "" } = request.headers;
  const [, key, date, region, names, signature] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
      authorization,
    ) ?? [];
  if (names === undefined) return "AccessDenied";
  if (key !== keys.AWS_ACCESS_KEY_ID || region !== keys.AWS_REGION) return "InvalidAccessKeyId";
  const header = (name: string): string =>
    String(request.headers[name] ?? "")
      .trim()
      .replaceAll(/ +/g, " ");
  const bodyHash = header("x-amz-content-sha256");
  if (bodyHash !== "UNSIGNED-PAYLOAD" && bodyHash !== sha256(body)) {
    return "XAmzContentSHA256Mismatch";
  }
  const [path = "", query = ""] = request.url!.split("?");
  const canonical = [
    request.method,
    path,
    query
      .split("&")
      .filter((pair) => pair !== "")
      .map((pair) => (pair.includes("=") ? pair : `${pair}=`))
      .toSorted()
      .join("&"),
    ...names.split(";").map((name) => `${name}:${header(name)}`),
    "",
    names,
    bodyHash,
  ].join("\n");
  const scope = `${date}/${region}/s3/aws4_request`;
  const toSign = ["AWS4-HMAC-SHA256", header("x-amz-date"), scope, sha256(canonical)].join("\n");
  const signingKey = [date!, region!, "s3", "aws4_request"].reduce<string | Buffer>(
    (secret, part) => createHmac("sha256", secret).update(part).digest(),
    `AWS4${keys.AWS_SECRET_ACCESS_KEY}`,
  );
  const wanted = createHmac("sha256", signingKey).update(toSign).digest("hex");
  return wanted === signature ? undefined : "SignatureDoesNotMatch";
}

function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
