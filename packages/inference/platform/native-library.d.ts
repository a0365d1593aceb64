/** What every platform gives: its name, and a library of C functions by its path. */

/** `process.platform`-`process.arch`: `linux-x64`. */
export const platform: string;

/** Why the file must not or cannot be opened here, before it is tried; undefined when nothing is known against it. */
export function mayOpen(path: string): string | undefined;

/** @throws {Error} when there is none, or it may not be read */
export function readLibrary(path: string): Promise<Uint8Array<ArrayBuffer>>;

/**
 * @param functions parameters by function: `i` an int, `n` a 64-bit number, `m` memory. Those whose name has `Destroy`
 *   return nothing, all others an int
 * @throws {Error} with the system's reason
 */
export function openLibrary(
  path: string,
  functions: Readonly<Record<string, string>>,
): Promise<ForeignLibrary>;

export type ForeignValue = number | bigint | ArrayBufferView<ArrayBuffer>;

export interface ForeignLibrary {
  /** Holds the thread until the function returns. */
  call(name: string, values: readonly ForeignValue[]): number;
  /** Where memory is. */
  address(memory: Uint8Array<ArrayBuffer>): bigint;
  close(): void;
}
