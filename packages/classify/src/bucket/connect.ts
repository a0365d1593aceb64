/** The client of S3 and of what speaks like it, loaded where a bucket is named: no other run pays for it. */
import type * as S3 from "@aws-sdk/client-s3";

/** A client that is connected, and the commands that it takes. */
export interface Connection {
  readonly s3: typeof S3;
  readonly client: S3.S3Client;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** A connection that is silent for so long is given up, and tried again. A tar is read as fast as it is classified. */
const SILENT_MS = 120_000;

/**
 * Keys, region and endpoint are found as every AWS program finds them: variables, profiles, the role of a pod or a
 * machine. MinIO and the like are named by `AWS_ENDPOINT_URL`; they know buckets by path, and not all of them know
 * checksums in trailers, which nothing here needs.
 */
export async function connect(
  environment: Environment = process.env,
  silentMs: number = SILENT_MS,
): Promise<Connection> {
  const s3 = await import("@aws-sdk/client-s3");
  const hasEndpoint = Boolean(
    environment["AWS_ENDPOINT_URL_S3"] || environment["AWS_ENDPOINT_URL"],
  );
  const client = new s3.S3Client({
    forcePathStyle: hasEndpoint,
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    maxAttempts: 5,
    requestHandler: { connectionTimeout: 10_000, socketTimeout: silentMs },
    ...(hasEndpoint && !environment["AWS_REGION"] && { region: "us-east-1" }),
  });
  return { s3, client };
}

/** The status of a failed request; undefined if there was no answer. */
export function statusOf(error: unknown): number | undefined {
  return (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata
    ?.httpStatusCode;
}
