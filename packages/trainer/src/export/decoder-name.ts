/** Names the image decoder that figures were measured with. */

/**
 * @param decoder a `DECODER_ID`
 * @returns for example `decoder @inception-edge/image/2`
 */
export function decoderName(decoder: string): string {
  return `decoder ${decoder.split(" ", 1)[0]}`;
}
