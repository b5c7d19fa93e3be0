import type { OpenAPIHono } from "@hono/zod-openapi";
import { z } from "zod";
import { badgeSvg, shieldsEndpoint, stateBadge, uptimeBadge } from "../../../shared/feed/badge.ts";
import { BADGE_LABEL_CHARS, UPTIME_DAYS } from "../../../shared/feed/limits.ts";
import { type Api, frontOf, serviceIn } from "../api/context.ts";
import { BADGE_SECONDS } from "./limits.ts";
import { fileNamed, pulled, splitFile, textAnswer } from "./pulled.ts";
import { uptimeFor } from "./uptime.ts";

/** Badges: how a service is, or how much of the last weeks it was up. As a picture, or as data for shields.io. */

const days = UPTIME_DAYS.map(String) as [string, ...string[]];

export function badgeRoutes(api: OpenAPIHono<Api>): void {
  pulled(api, {
    path: "/badge/{file}",
    summary: "A badge, as a picture or for shields.io",
    description: "`/badge/aria.svg`, `/badge/aria.svg?uptime=90`, `/badge/aria.json`.",
    types: ["image/svg+xml", "application/json"],
    params: ["file"],
    schema: z.object({
      file: fileNamed(["svg", "json"]),
      uptime: z.enum(days).optional(),
      label: z.string().min(1).max(BADGE_LABEL_CHARS).optional(),
    }),
    answer: async (c, { file, uptime, label }) => {
      const { id, ending } = splitFile(file);
      const { name, verdict } = serviceIn(await frontOf(c), id);
      const badge =
        uptime === undefined
          ? stateBadge(label ?? name, verdict.state)
          : uptimeBadge(label ?? name, await uptimeFor(c, { id, days: Number(uptime) }));
      return ending === "svg"
        ? textAnswer(c, badgeSvg(badge), { type: "image/svg+xml; charset=utf-8", seconds: BADGE_SECONDS })
        : textAnswer(c, JSON.stringify(shieldsEndpoint(badge, BADGE_SECONDS)), {
            type: "application/json",
            seconds: BADGE_SECONDS,
          });
    },
  });
}
