import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { ProbedCheck, type Service } from "../../../../shared/schema/index.ts";
import { readCatalogue } from "../../catalogue.ts";
import { mistakeText, parseServices } from "../../services-file.ts";
import { Usage } from "../../usage.ts";
import { isSameName, type NetworkService } from "./network.ts";

/** Whom a trial is about, and what of it can be tried from here. */

export type Subject = {
  readonly id: string;
  readonly name: string;
  /** Its targets are simulated: nobody but its own network reaches them. */
  readonly simulated: boolean;
  readonly endpoints: readonly SubjectEndpoint[];
};

export type SubjectEndpoint = {
  readonly id: string;
  readonly name: string;
  readonly essential: boolean;
  readonly check: ProbedCheck;
  /** Only its address is known, not what a good answer to it is: whatever answers counts as reached. */
  readonly isAddressOnly: boolean;
};

const CATALOGUE = fileURLToPath(new URL("../../../aggregator/catalogue", import.meta.url));

/** The catalogue, or a file in its place. */
export async function readServices(file: string | null): Promise<readonly Service[]> {
  const parsed = file === null ? await readCatalogue(CATALOGUE) : parseServices(await textIn(file), file);
  if (!parsed.ok) throw new Usage(parsed.mistakes.map(mistakeText).join("\n"));
  return parsed.services;
}

/** What is written down here is tried as it is written; what only the network knows, by its address. */
export function subjectOf(
  wanted: string,
  { services, watched }: { services: readonly Service[]; watched: NetworkService | null },
): Subject | null {
  const written = services.find(({ id, name }) => [id, name].some((each) => isSameName(each, watched?.id ?? wanted)));
  if (watched === null)
    return written === undefined ? null : { ...written, simulated: false, endpoints: ownOf(written) };
  const { id, name, simulated, endpoints } = watched;
  const own = written === undefined ? [] : ownOf(written);
  return {
    id,
    name,
    simulated,
    endpoints: endpoints.flatMap((endpoint): SubjectEndpoint[] => {
      const known = own.find((each) => each.id === endpoint.id);
      if (known !== undefined) return [known];
      const check = checkAt(endpoint.url);
      return check === null ? [] : [{ ...endpoint, check, isAddressOnly: true }];
    }),
  };
}

/** A heartbeat calls the network, and nobody can try that. */
function ownOf({ endpoints }: Service): SubjectEndpoint[] {
  return endpoints.flatMap(({ id, name, essential, check }) =>
    check.prober === "heartbeat" ? [] : [{ id, name, essential, check, isAddressOnly: false }],
  );
}

/** The plainest check of what a network shows as an address; `null` where it shows none that can be tried. */
export function checkAt(text: string): ProbedCheck | null {
  const [, prober = "", host = "", port = ""] = /^(tcp|tls):\/\/\[?([^\]/]+?)\]?:(\d+)$/.exec(text) ?? [];
  const [, name = "", type = ""] = /^dns:([^?]+)\?type=([A-Z]+)$/.exec(text) ?? [];
  const wish = /^https?:/.test(text)
    ? { url: text, expect: { status: ["100-499"] } }
    : /^wss?:/.test(text)
      ? { prober: "websocket", url: text }
      : prober !== ""
        ? { prober, host, port: Number(port) }
        : { prober: "dns", name, type };
  return ProbedCheck.safeParse(wish).data ?? null;
}

function textIn(file: string): Promise<string> {
  return readFile(file, "utf8").catch((error: unknown) => {
    throw new Usage(`${file}: cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  });
}
