/** `channel-stats.json`: the part of the report that the trainer reads. */
import type { ChannelStats } from "@inception-edge/dataset";
import type { Report } from "../report.ts";

/** Undefined if train has no images. */
export function channelStatsOf({ dataset, channels }: Report): ChannelStats | undefined {
  if (!channels.train) return undefined;
  const { images, stored, inputs } = channels.train;
  return { schemaVersion: 1, dataset, split: "train", images, stored, inputs };
}
