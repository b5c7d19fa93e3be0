import { z } from "zod";
import { DnsCheck } from "./check/dns.ts";
import { HeartbeatCheck } from "./check/heartbeat.ts";
import { HttpCheck } from "./check/http.ts";
import { TcpCheck, TlsCheck } from "./check/tcp.ts";
import { WebSocketCheck } from "./check/websocket.ts";

/** The standing definition of what is probed and what a healthy answer looks like. People write it: a typo is an error. */

/** One member per prober; a new protocol adds one here and one in the probe's registry. `http` where none is named. */
export const ProbedCheck = z.discriminatedUnion("prober", [HttpCheck, DnsCheck, TcpCheck, TlsCheck, WebSocketCheck]);
export type ProbedCheck = z.infer<typeof ProbedCheck>;
export type ProberName = ProbedCheck["prober"];

export const Check = z.discriminatedUnion("prober", [...ProbedCheck.options, HeartbeatCheck]);
export type Check = z.infer<typeof Check>;

/** What a check asks, as one address for people to read. */
export function targetText(check: Check): string {
  switch (check.prober) {
    case "http":
    case "websocket":
      return check.url;
    case "dns":
      return `dns:${check.name}?type=${check.type}`;
    case "tcp":
    case "tls":
      return `${check.prober}://${check.host.includes(":") ? `[${check.host}]` : check.host}:${check.port}`;
    case "heartbeat":
      return "heartbeat";
  }
}
