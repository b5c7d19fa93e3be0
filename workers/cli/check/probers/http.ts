import type { HttpCheck } from "../../../../shared/schema/index.ts";
import { findingOf, look } from "../look.ts";
import type { LocalProber } from "./prober.ts";

/** One HTTP exchange over HTTP/2 or HTTP/1.1, redirects followed by hand. */
export const probeHttp: LocalProber<HttpCheck> = async (check, context) => {
  const { exchange, trace } = await look(check, context);
  return { finding: findingOf(check, exchange), certificate: trace.certificate };
};
