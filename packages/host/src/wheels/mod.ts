/**
 * Native libraries from Python's wheels, downloaded by the user's own pip and unpacked without Python.
 *
 * @module
 */
export { pipDownload, type PinnedWheels } from "./pip-download.ts";
export { unpackWheel } from "./unpack-wheel.ts";
