/** What a runtime gives that listens. */

/** Called when a listener has failed and will be replaced. */
export type OnFault = (error: unknown) => void;

/** A service that accepts connections. */
export interface Listening {
  readonly port: number;
  /** Whether closing cuts off bodies that are still arriving. */
  readonly cutsBodies: boolean;
  /** Accepts no new connections and resolves when all open requests are answered. */
  close(): Promise<void>;
}
