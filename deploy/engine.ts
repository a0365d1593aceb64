/** What builds an image and runs it: the same for each of `engines`. */

/** Of the Dockerfile: the image for everywhere, and the one with LiteRT's library. */
export const targets = ["wasm", "native"] as const;
/** One of `targets`. */
export type Target = (typeof targets)[number];

export interface Engine {
  isUsable(): boolean;
  /** @param repository the build's context */
  build(repository: string, target: Target): void;
  start(options: StartOptions): Promise<Container>;
}

export interface StartOptions {
  readonly target: Target;
  /** Folder, mounted at `at`. */
  readonly bundle: string;
  readonly at: string;
  /** In the place of CMD. */
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** The container's, and the one of this machine. */
  readonly port: number;
}

/** Whom containers run as: no user that there is, as some platforms do it. */
export const USER = 54_321;

export interface Container {
  /** SIGTERM. @returns the exit code */
  stop(): Promise<number>;
}
