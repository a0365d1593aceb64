/** One image to classify: where it stands in the archive, what it is called, and where its bytes are. */

/** Where the bytes of an image come from. */
export type Content =
  /** A file, which the thread that classifies it reads. */
  | { readonly file: string }
  /** Bytes that came by themselves, from a tar. */
  | { readonly bytes: Uint8Array }
  /** Asked for when it is this image's turn. */
  | {
      readonly read: () => Promise<Uint8Array | Unanswerable>;
      /** How many there will be, where that is known. */
      readonly size?: number;
    }
  | Unanswerable;

/** An image that no thread needs to see: it is missing, or too large. */
export interface Unanswerable {
  readonly error: AnswerError;
  /** Of its bytes, where they could be read. */
  readonly sha256?: string;
}

/** Why an image has no predictions. */
export interface AnswerError {
  /** `missing`, `unreadable`, or a code of `ImageError`. */
  readonly code: string;
  readonly message: string;
}

/** An image of a source. */
export interface SourceImage {
  /** What the answer calls it, and what decides its shard. */
  readonly path: string;
  readonly content: Content;
}

/** An image of the archive. */
export interface ImageInput extends SourceImage {
  /** Its position in the archive, over all sources, counted from 0. */
  readonly index: number;
}

/** What is listed of a source. */
export interface Listing {
  /** Whether this image will be read; of the others only the path is needed. */
  readonly wants: (path: string) => boolean;
  /** Told of every file that is not taken for an image, by its name. */
  readonly onPassedOver: (path: string) => void;
  /** Told what may be wrong with the source, although it can be read. */
  readonly onDoubt: (doubt: string) => void;
}

/** A part of the archive; it lists its images in the same order each time. */
export interface Source {
  /** As the user wrote it. */
  readonly name: string;
  images(listing: Listing): AsyncIterable<SourceImage>;
}

/** The most bytes that an image may have; a larger one is answered by an error. */
export const MAX_IMAGE_BYTES: number = 256 * 1024 * 1024; // 256 MiB, as in training
