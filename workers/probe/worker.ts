import { parseConfig } from "./config.ts";
import type { Env } from "./env.ts";
import { laneName, laneStub } from "./lane.ts";
import { answerPlaced } from "./placed.ts";
import { roundPorts } from "./ports.ts";

export { Looks } from "./looks.ts";
export { RegionProbe } from "./region-probe.ts";

/** The probe's two doors: a placed copy is asked by fetch(); the watchdog sees that every lane of every place is alive. */
export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    if (request.method !== "POST" || pathname !== "/round") return new Response("not found\n", { status: 404 });
    const config = parseConfig(env);
    return answerPlaced(request, (place) => roundPorts(config, place));
  },

  async scheduled(controller, env) {
    const config = parseConfig(env);
    const { version, lanes } = await env.AGGREGATOR.plan({ simulated: config.simulated });
    const now = controller.scheduledTime;
    const watched = config.places.flatMap((place) =>
      lanes.map(async (lane) => {
        const stub = laneStub(env, place, laneName(place, lane));
        // Most minutes every lane has its checks already: they are sent only to one that has not.
        if (!(await stub.tend({ version, now }))) await stub.watch({ place, version, lane, now });
      }),
    );
    const lost = (await Promise.allSettled(watched)).filter(({ status }) => status === "rejected");
    if (lost.length > 0) console.error("lanes that could not be watched", { lost: lost.length, of: watched.length });
  },
} satisfies ExportedHandler<Env>;
