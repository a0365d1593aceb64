/** Reads big-endian numbers one after the other; beyond the end everything is 0. */
export class ByteReader {
  readonly #view: DataView;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return Math.max(0, this.#view.byteLength - this.at);
  }

  /** @param byteLength 0 to 8; 0 gives 0 */
  uint(byteLength: number): number {
    let value = 0;
    for (let index = 0; index < byteLength; index += 1) {
      const isInside = this.at < this.#view.byteLength;
      value = value * 256 + (isInside ? this.#view.getUint8(this.at) : 0);
      this.at += 1;
    }
    return value;
  }

  /** Up to a zero byte, which is passed over. */
  text(): string {
    let text = "";
    while (this.left > 0) {
      const letter = this.uint(1);
      if (letter === 0) break;
      text += String.fromCharCode(letter);
    }
    return text;
  }
}
