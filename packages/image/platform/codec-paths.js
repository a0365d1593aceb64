/** Where each codec lies in the package that brings it. */
export const CODEC_PATHS = {
  jpeg: "@cwasm/jpeg-turbo/jpeg-turbo.wasm",
  png: "imagescript/wasm/any/png.wasm",
  gif: "@cwasm/nsgif/nsgif.wasm",
  webp: "@cwasm/webp/webp.wasm",
  avif: "@jsquash/avif/codec/dec/avif_dec.wasm",
  heic: "libheif-js/libheif-wasm/libheif.wasm", // installed where it is wanted
  "jpeg-encoder": "imagescript/wasm/any/jpeg.wasm",
};
