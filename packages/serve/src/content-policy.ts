/**
 * The content policy of the page, the service's and a static folder's: it runs and loads nothing but its own files and
 * is framed by nobody. `'wasm-unsafe-eval'` is what browsers call the permission to compile WebAssembly, which the
 * engine and the codecs are; text is evaluated nowhere, as `'unsafe-eval'` would allow.
 */
export const contentPolicy = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
  workerSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", "data:", "blob:"],
  mediaSrc: ["'self'", "blob:"],
  connectSrc: ["'self'"],
  manifestSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
};

/** What the page may use of the device. */
export const permissionsPolicy = { camera: ["self"], microphone: [], geolocation: [] };
