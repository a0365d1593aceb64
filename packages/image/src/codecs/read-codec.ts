/// <reference lib="dom" />
/** How a platform hands out the codecs' files. */
import type { CodecName } from "./pinned-codecs.ts";

/** Bytes of a codec's file, or a module where the host compiled it itself and shows no bytes. */
export type CodecFile = Uint8Array<ArrayBuffer> | WebAssembly.Module;

/** Finds a codec's file: on disk, beside a page, or wherever a host keeps it. */
export type ReadCodec = (name: CodecName) => Promise<CodecFile>;
