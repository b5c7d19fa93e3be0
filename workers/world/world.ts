import { z } from "zod";
import { act } from "./act.ts";
import { behave } from "./behaviour.ts";
import { minuteAt, StoryClock } from "./clock.ts";
import { Scenario } from "./scenario.ts";
import aria from "./story/aria.json" with { type: "json" };

/**
 * The simulated internet: every fetch() of a simulated probe ends here. The region is told by the probe's own
 * User-Agent. The host `world`, which no probe can ask for, sets the script and its clock. Never deployed.
 */

let scenario: Scenario = Scenario.parse(aria);
let clock: StoryClock = { minute: 0, speed: 1 };
let nonce = 0;

export default {
  async fetch(request) {
    const url = new URL(request.url);
    if (url.hostname === "world") return direct(request, url);
    const region = /region=([a-z0-9-]+)/.exec(request.headers.get("user-agent") ?? "")?.[1] ?? "unknown";
    return act(behave(scenario, { minute: minuteAt(clock, Date.now()), region, url, nonce: nonce++ }), request.signal);
  },
} satisfies ExportedHandler;

async function direct(request: Request, { pathname }: URL): Promise<Response> {
  const body: unknown = request.method === "PUT" ? await request.json() : null;
  try {
    if (pathname === "/clock" && body !== null) clock = StoryClock.parse(body);
    else if (pathname === "/scenario" && body !== null) scenario = Scenario.parse(body);
    else if (pathname !== "/clock") return new Response("not found\n", { status: 404 });
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const errors = error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
    return Response.json(
      { title: "Not a scenario", status: 400, errors },
      { status: 400, headers: { "content-type": "application/problem+json" } },
    );
  }
  return Response.json({ minute: minuteAt(clock, Date.now()), scenario: scenario.name });
}
