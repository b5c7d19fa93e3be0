import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { cors } from "hono/cors";
import { z } from "zod";
import { EventType } from "../../../shared/schema/event.ts";
import { ServiceId } from "../../../shared/schema/index.ts";
import type { Api } from "../api/context.ts";
import { Refusal } from "../api/problem.ts";
import type { Front } from "../front.ts";
import { eventsAfter } from "../store/stream.ts";
import { STREAM_PAGE } from "./limits.ts";
import { linksOf } from "./links.ts";
import { pulled } from "./pulled.ts";
import { type StreamPorts, streamMessages } from "./stream-messages.ts";
import { tailNow } from "./tail.ts";

/** What happens, as server-sent events. `Last-Event-ID`, or `lastEventId` where a client cannot set headers, resumes. */

const listOf = <T extends z.ZodType<string, string>>(item: T) =>
  z
    .string()
    .max(4_000)
    .transform((text) => text.split(","))
    .pipe(z.array(item).max(100));

const Query = z.object({
  services: listOf(ServiceId).optional(),
  events: listOf(EventType).optional(),
  muted: z.enum(["true", "false"]).optional(),
  lastEventId: z.string().max(20).optional(),
});

export function streamRoutes(api: OpenAPIHono<Api>): void {
  api.use("/v1/stream", cors({ origin: "*", allowMethods: ["GET", "OPTIONS"], allowHeaders: ["Last-Event-ID"] }));
  pulled(api, {
    path: "/v1/stream",
    summary: "Events as they are committed, and changes of state (server-sent events)",
    description:
      "`?services=aria,shop` and `?events=incident.opened,…` choose. `Last-Event-ID` (or `?lastEventId=`) resumes after an event.",
    types: ["text/event-stream"],
    schema: Query,
    answer: (c, { services, events, muted, lastEventId }) => {
      const after = placeOf(c.req.header("last-event-id") ?? lastEventId);
      const filter = {
        ...(services === undefined ? {} : { services }),
        ...(events === undefined ? {} : { events }),
        muted: muted === "true",
      };
      const wanted = { after, filter, origin: linksOf(c).origin };
      const stream = streamOf((isGone) => streamMessages({ ...portsOf(c), isGone }, wanted));
      return c.body(stream, 200, {
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store, no-transform",
        "x-accel-buffering": "no",
      });
    },
  });
}

function placeOf(id: string | undefined): number | null {
  if (id === undefined || id === "") return null;
  if (/^\d{1,15}$/.test(id)) return Number(id);
  const message = `must be the id of an event of this stream; received ${JSON.stringify(id.slice(0, 40))}`;
  throw new Refusal(400, `Last-Event-ID: ${message}`, [{ path: "Last-Event-ID", message }]);
}

function portsOf(c: Context<Api>): Omit<StreamPorts, "isGone"> {
  return {
    now: Date.now,
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    look: async (after) => {
      const tail = await tailNow(c, Date.now());
      if (after === null) return { events: [], last: tail.last, front: tail.front };
      if (after > tail.last) return aheadOf(c, { after, front: tail.front });
      if (after >= tail.from) {
        const events = tail.events.filter(({ position }) => position > after);
        return { events, last: tail.last, front: tail.front };
      }
      // Behind what this isolate remembers: a page of the past at a time, until it is reached.
      const { events, last } = await eventsAfter(c.env.DB, { after, limit: STREAM_PAGE });
      return { events, last, front: tail.front };
    },
  };
}

/** Another isolate saw more than this one did; or the database was set back, and then what is new begins where it stands. */
async function aheadOf(c: Context<Api>, { after, front }: { after: number; front: Front }) {
  const { events, last, newest } = await eventsAfter(c.env.DB, { after, limit: STREAM_PAGE });
  return newest < after ? { events: [], last: newest, front } : { events, last, front };
}

/** Asked for one message at a time, so that a slow reader holds nothing but itself up. */
function streamOf(begin: (isGone: () => boolean) => AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let isGone = false;
  const messages = begin(() => isGone);
  return new ReadableStream(
    {
      async pull(controller) {
        const next = await messages.next().catch((error: unknown) => {
          // The client comes back by itself, with where it was.
          console.warn("a stream ended early", { error: String(error) });
          return { done: true as const, value: undefined };
        });
        if (isGone) return;
        if (next.done) controller.close();
        else controller.enqueue(encoder.encode(next.value));
      },
      cancel() {
        isGone = true;
      },
    },
    { highWaterMark: 0 },
  );
}
