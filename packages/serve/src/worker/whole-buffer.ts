/** The bytes of a view, and no others, as a buffer that can go to another thread. */
export function wholeBuffer({ buffer, byteOffset, byteLength }: ArrayBufferView): ArrayBuffer {
  const isWhole = buffer instanceof ArrayBuffer && byteLength === buffer.byteLength;
  return isWhole ? buffer : Uint8Array.from(new Uint8Array(buffer, byteOffset, byteLength)).buffer;
}
