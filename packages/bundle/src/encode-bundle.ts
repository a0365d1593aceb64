/// <reference lib="dom" />
/** Puts a bundle together in memory: what `readBundle` opens. Writing it somewhere is the caller's. */
import { sha256 } from "@inception-edge/image";
import {
  MANIFEST_PATH,
  SCHEMA_VERSION,
  type BundleFile,
  type BundleManifest,
  type FileRole,
} from "./bundle-manifest.ts";
import { encodeJson } from "./json-bytes.ts";
import { renderModelCard, type CardSection } from "./model-card.ts";
import { parseManifest } from "./parse-manifest.ts";

/** One file to go into a bundle. */
export interface BundleContent {
  /** Relative to the bundle, with `/` between folders. */
  readonly path: string;
  readonly role: FileRole;
  readonly bytes: Uint8Array;
}

/** A manifest but for what follows from the contents. */
export type BundleFacts = Omit<BundleManifest, "schemaVersion" | "files">;

/**
 * All files of a bundle by path: the contents, the card and the manifest.
 * @param sections of the card, beside what the manifest tells
 * @throws {BundleError} with every fact that a reader would refuse
 */
export async function encodeBundle(
  facts: BundleFacts,
  contents: readonly BundleContent[],
  sections: readonly CardSection[] = [],
): Promise<Map<string, Uint8Array>> {
  const describe = async ({ path, role, bytes }: BundleContent): Promise<BundleFile> => ({
    path,
    role,
    bytes: bytes.length,
    sha256: await sha256(bytes),
  });
  const modelFiles = await Promise.all(contents.map(describe));
  const draft = parseManifest({ schemaVersion: SCHEMA_VERSION, ...facts, files: modelFiles });
  const card: BundleContent = {
    path: "card.md",
    role: "card",
    bytes: new TextEncoder().encode(renderModelCard(draft, sections)),
  };
  const manifest = parseManifest({ ...draft, files: [...modelFiles, await describe(card)] });
  return new Map([
    ...[...contents, card].map(({ path, bytes }): [string, Uint8Array] => [path, bytes]),
    [MANIFEST_PATH, encodeJson(manifest, 2)],
  ]);
}
