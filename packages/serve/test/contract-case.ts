/** What the cases of the service's contract are. */
import type { EngineName } from "@inception-edge/inference";

/** Sends a request to the service under test. */
export type Ask = (path: string, init?: RequestInit) => Promise<Response>;

/** What must answer. */
export interface Subject {
  readonly engine: EngineName;
  readonly workers: number;
}

export interface ContractCase {
  readonly name: string;
  readonly run: (ask: Ask, subject: Subject) => Promise<void>;
}
