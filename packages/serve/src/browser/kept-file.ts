/** A file that the service worker keeps. */
export interface KeptFile {
  /** Relative to the service worker. */
  readonly url: string;
  /** Of what has no hash in its name; null for the rest. */
  readonly revision: string | null;
  /** `sha256-…`, which the browser holds the answer to. */
  readonly integrity: string;
  /** Build of the engine that it belongs to; absent where every browser needs it. */
  readonly engine?: string;
}
