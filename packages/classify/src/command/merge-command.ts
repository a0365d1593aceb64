/** `merge`: the shards of a folder or a bucket as one file, if every image is answered exactly once. */
import { parseFlags, UsageError, type Invocation } from "@inception-edge/host";
import { BucketReader } from "../bucket/read-bucket.ts";
import { Archive } from "../input/archive.ts";
import { openSource } from "../input/open-source.ts";
import { mergeShards } from "../shard/merge-shards.ts";
import { WHOLE } from "../shard/shard.ts";
import { describePublished } from "./describe.ts";
import { openStore } from "./settings.ts";

export const MERGE_HELP = `Merges shards: the same bytes as without shards, if every image is answered exactly once.

  pnpm --filter classify start merge OUT [SOURCE…]

OUT is the --out of the shards. Given the same sources in the same order, it tells what is missing by name. The shards stay
where they are; they can be deleted afterwards.`;

export async function runMerge({ args, cwd, terminal }: Invocation): Promise<void> {
  const { positionals } = parseFlags({}, args);
  const [out, ...names] = positionals;
  if (out === undefined) {
    throw new UsageError(
      "Cannot merge: no folder or bucket with shards is given; see merge --help",
    );
  }
  const bucket = new BucketReader();
  const sources = await Promise.all(names.map((name) => openSource(name, { cwd, bucket })));
  const store = openStore(out, cwd);
  const paths = sources.length > 0 ? new Archive(sources, WHOLE).paths() : undefined;
  terminal.line(describePublished(store, await mergeShards(store, { paths })));
}
