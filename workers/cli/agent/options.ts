import { parseArgs } from "node:util";
import { AgentRegion } from "../../../shared/schema/agent.ts";
import type { PlaceId } from "../../../shared/schema/index.ts";
import { networkUrl } from "../check/options.ts";
import { Usage } from "../usage.ts";

/** The words of `downwhere agent`, read once. */

export const AGENT_HELP = `downwhere agent: be a probe of a Downwhere network, on this host

  npm run --silent downwhere -- agent --network URL --region NAME --place LAT,LON [options]

  --network URL     the network whose checks are run and to which rounds are handed over
  --region NAME     the region of its own that the key was issued for, such as "attic-berlin"
  --place LAT,LON   where this host stands, in degrees north and east
  --key FILE        its key (default agent-key.json in the data folder); "downwhere agents keygen" makes one
  --data DIR        where rounds wait while the network is away (default .downwhere-agent)
  --controls FILE   control targets instead of those of the internet:
                    [{ "control": "router", "provider": "home", "check": { "url": "http://192.168.0.1/" }, "reach": "private" }]
  --allow-private   services that say so may be asked at private and loopback addresses
  --contact URL     a page that says who is asking, sent with every check
  --resolver ADDR   ask this name server instead of the system's, and in DNS checks instead of two public resolvers
  --once            run every lane once, hand the rounds over, and end
  --help            this text

An operator of the network issues the key: "downwhere agents add" does it. Ctrl-C stops; what was not handed over yet is
handed over at the next start. It ends with 1 when the network refuses the key, and with --once when rounds are left.
`;

export type AgentOptions = {
  readonly network: URL;
  readonly region: PlaceId;
  readonly place: { readonly latitude: number; readonly longitude: number };
  readonly key: string;
  readonly data: string;
  readonly controls: string | null;
  readonly allowPrivate: boolean;
  readonly contact: string;
  readonly resolver: string | null;
  readonly once: boolean;
};

/** `null` when help was asked for. */
export function readAgentOptions(args: readonly string[]): AgentOptions | null {
  const values = parse(args);
  if (values.help) return null;
  return {
    network: networkUrl(values.network ?? ""),
    region: regionOf(values.region),
    place: placeOf(values.place),
    data: values.data,
    key: values.key ?? `${values.data}/agent-key.json`,
    controls: values.controls ?? null,
    allowPrivate: values["allow-private"],
    contact: values.contact,
    resolver: values.resolver ?? null,
    once: values.once,
  };
}

export function regionOf(text: string | undefined): PlaceId {
  const parsed = AgentRegion.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new Usage(
    `--region must be a lower-case name of its own, none of the network's; received ${JSON.stringify(text ?? null)}`,
  );
}

/** Degrees north and east: "52.5,13.4". */
export function placeOf(text: string | undefined): { latitude: number; longitude: number } {
  const match = /^(-?\d{1,2}(?:\.\d+)?),\s*(-?\d{1,3}(?:\.\d+)?)$/.exec(text ?? "");
  const [latitude, longitude] = [Number(match?.[1]), Number(match?.[2])];
  if (match !== null && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180) return { latitude, longitude };
  throw new Usage(`--place must be LAT,LON in degrees, such as 52.5,13.4; received ${JSON.stringify(text ?? null)}`);
}

/** A place in the south begins with a minus, which would be taken for an option unless it is joined to its name. */
export function withPlace(args: readonly string[]): string[] {
  const at = args.indexOf("--place");
  if (at < 0 || args[at + 1] === undefined) return [...args];
  return [...args.slice(0, at), `--place=${args[at + 1]}`, ...args.slice(at + 2)];
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: withPlace(args),
      options: {
        network: { type: "string" },
        region: { type: "string" },
        place: { type: "string" },
        key: { type: "string" },
        data: { type: "string", default: ".downwhere-agent" },
        controls: { type: "string" },
        "allow-private": { type: "boolean", default: false },
        contact: { type: "string", default: "https://downwhere.example/probe" },
        resolver: { type: "string" },
        once: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    throw new Usage(`${error instanceof Error ? error.message : String(error)}\n\n${AGENT_HELP}`);
  }
}
