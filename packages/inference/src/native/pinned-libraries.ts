/**
 * LiteRT's own library as PyPI's wheel `ai-edge-litert` holds it, by the SHA-256 of its file. No other is opened: its C
 * interface changes between versions without a change of any version in the file.
 */

/** What `native-model.ts` is written for. */
export const LITERT_VERSION = "2.3.0";

/** A version of LiteRT's library whose C interface is known. */
export interface PinnedLibrary {
  /** Its name, in the wheel and in the cache. */
  readonly file: string;
  readonly sha256: string;
  /** Of the system, for the message where it cannot be opened. */
  readonly needs: string;
}

/** By `process.platform`-`process.arch`. */
export const pinnedLibraries: Readonly<Record<string, PinnedLibrary>> = {
  "linux-x64": {
    file: "libLiteRt.so",
    sha256: "eec47eb35e2924b3166015887e652a58edc9af823ae38e02bf83bef2548300bb",
    needs: "glibc 2.27 and libstdc++",
  },
  "linux-arm64": {
    file: "libLiteRt.so",
    sha256: "b57687dc234d2b8b0598aef5a9c961ed24263df8f8b3f56adbee1cff618e544b",
    needs: "glibc 2.34 and libstdc++ of GCC 12", // whatever the wheel's tag says
  },
  "darwin-arm64": {
    file: "libLiteRt.dylib",
    sha256: "f3d8b2c3dea5125111de6b005820088629efd13db04b5f157ffd4f2c5dbb318b",
    needs: "macOS 12",
  },
};
