/** Worker 1 of a meeting, in a process of its own, until it is ended. Arguments: a folder, the addresses of both. */
import { openMeeting } from "./meeting.ts";

const [folder, ...addresses] = process.argv.slice(2) as [string, ...string[]];
const thread = await openMeeting({ addresses, rank: 1 }, folder);
for (;;) {
  await thread.run("meet", {
    x: { dtype: "float32", shape: [3], values: Float32Array.of(1, 1, 1) },
  });
}
