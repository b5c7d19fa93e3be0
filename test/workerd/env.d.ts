import type { D1Migration } from "@cloudflare/vitest-plugin";
import type { Env as AggregatorEnv } from "../../workers/aggregator/env.ts";
import type { Env as ProbeEnv } from "../../workers/probe/env.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Of the vendor's server that `test/support/vendor-server.ts` starts. */
    readonly vendorOrigin: string;
  }
}

declare global {
  namespace Cloudflare {
    interface GlobalProps {
      mainModule: typeof import("../../workers/aggregator/worker.ts");
    }
    /** What either worker's tests find in `env`; each project has the part that its worker binds. */
    interface Env extends Omit<AggregatorEnv, "DB">, Omit<ProbeEnv, "DB"> {
      readonly DB: D1Database;
      readonly MIGRATIONS: D1Migration[];
    }
  }
}

declare module "vitest" {
  interface ProvidedContext {
    readonly loopback: Readonly<
      Record<"http" | "greeting" | "silent" | "closing" | "selfSigned" | "webSocket" | "closed", number>
    >;
  }
}
