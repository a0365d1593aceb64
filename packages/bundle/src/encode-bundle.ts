/// <reference lib="dom" />
/** Assembles a bundle in memory, for `readBundle` to open; the caller writes it to its destination. */
import { sha256 } from "@inception-edge/image";
import {
  MANIFEST_PATH,
  SCHEMA_VERSION,
  type BundleFile,
  type BundleManifest,
  type FileRole,
} from "./bundle-manifest.ts";
import type { CardSection } from "./card-section.ts";
import { renderModelCard } from "./model-card.ts";
import { parseManifest } from "./parse-manifest.ts";

/** One file for a bundle. */
export interface BundleContent {
  /** Relative to the bundle, with `/` between folders. */
  readonly path: string;
  readonly role: FileRole;
  readonly bytes: Uint8Array;
}

/** A manifest without the parts that follow from the files. */
export type BundleFacts = Omit<BundleManifest, "schemaVersion" | "files">;

/**
 * Returns all files of a bundle by path: the contents, the card and the manifest.
 * @param sections added to the card
 * @throws {BundleError} with every fact that a reader would reject
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

/** JSON as UTF-8. @param indent spaces per level, for files that people read */
export function encodeJson(value: unknown, indent = 0): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value, undefined, indent));
}
