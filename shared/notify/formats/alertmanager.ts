import { z } from "zod";
import { formatInstant } from "../../schema/instant.ts";
import { codeMessage } from "../../words/code.ts";
import { type Message, messageOf } from "../../words/message.ts";
import { dedupKey, isOver, urgencyOf } from "../dedup-key.ts";
import type { Format, FormatRequest, Target } from "./format.ts";

/**
 * Prometheus Alertmanager, API v2, at the address of the Alertmanager: labels are the identity of an alert, so only what never
 * changes during an incident is one, and the rest is an annotation
 * (https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml).
 */
export const alertmanager: Format = {
  title: "Alertmanager",
  proof: "code",
  hosts: null,
  address: "web",
  settings: z.strictObject({
    authorization: z
      .string()
      .regex(/^[\x20-\x7e]{1,450}$/, "must be the value of an Authorization header")
      .exactOptional(),
  }),
  write: (event, target, links) => {
    const message = messageOf(event, { test: target.test, links });
    const about = "service" in event ? { service: event.service.id } : { region: event.probe.region };
    return request(message, target, {
      labels: {
        alertname: ALERT_NAMES[event.type.split(".")[0] ?? ""] ?? "Downwhere",
        ...about,
        subject: dedupKey(event, 255),
      },
      severity: urgencyOf(event),
      startsAt: message.since,
      endsAt: isOver(event) ? event.at : Math.max(message.since, event.at) + OPEN_FOR_MS,
    });
  },
  writeCode: (code, target, links) =>
    request(codeMessage(code, links), target, {
      labels: { alertname: "DownwhereCode", code },
      severity: "info",
      startsAt: null,
      endsAt: null,
    }),
};

const ALERT_NAMES: Readonly<Record<string, string>> = {
  incident: "DownwhereIncident",
  notice: "DownwhereNotice",
  maintenance: "DownwhereMaintenance",
  probe: "DownwhereProbeIll",
  certificate: "DownwhereCertificateExpiring",
};

/** An alert that names no end is over after `resolve_timeout`, five minutes; events come when something changes. A week. */
const OPEN_FOR_MS = 7 * 86_400_000;

type Alert = {
  readonly labels: Readonly<Record<string, string>>;
  readonly severity: string;
  /** `null`: the Alertmanager's own now. */
  readonly startsAt: number | null;
  readonly endsAt: number | null;
};

function request(
  { title, facts, why, advice, links }: Message,
  { url, settings }: Pick<Target, "url" | "settings">,
  { labels, severity, startsAt, endsAt }: Alert,
): FormatRequest {
  const [first] = links;
  const alert = {
    labels,
    annotations: {
      summary: title,
      description: [...facts.map(({ name, value }) => `${name}: ${value}`), ...why].join("\n"),
      action: advice,
      severity,
    },
    ...(startsAt === null ? {} : { startsAt: formatInstant(startsAt) }),
    ...(endsAt === null ? {} : { endsAt: formatInstant(endsAt) }),
    ...(first === undefined ? {} : { generatorURL: first.url }),
  };
  return {
    url: `${url.replace(/\/+$/, "").replace(/\/api\/v2\/alerts$/, "")}/api/v2/alerts`,
    method: "POST",
    headers: settings.authorization === undefined ? {} : { authorization: settings.authorization },
    contentType: "application/json",
    body: JSON.stringify([alert]),
  };
}
