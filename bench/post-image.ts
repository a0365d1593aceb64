/** An image to `/classify`, and what became of it. */
import { request, type Agent } from "node:http";

/** Answered, refused by a service that no longer listens, or sent and not answered. */
export type Outcome = "answered" | "refused" | "lost";

export function postImage(port: number, image: Uint8Array, agent: Agent): Promise<Outcome> {
  const { promise, resolve: settle } = Promise.withResolvers<Outcome>();
  const options = { method: "POST", host: "127.0.0.1", port, path: "/classify", agent };
  const posted = request(options, (answer) => {
    answer.resume();
    answer.on("end", () => settle("answered"));
    answer.on("error", () => settle("lost"));
  });
  posted.on("error", (error: NodeJS.ErrnoException) =>
    settle(error.code === "ECONNREFUSED" ? "refused" : "lost"),
  );
  posted.end(image);
  return promise;
}
