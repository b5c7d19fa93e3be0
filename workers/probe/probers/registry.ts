import type { ProberName } from "../../../shared/schema/check.ts";
import { probeHttp } from "./http.ts";
import type { Prober } from "./prober.ts";

/** Every protocol: one file and one line. */
export const probers = { http: probeHttp } satisfies Record<ProberName, Prober>;
