import { parseArgs } from "node:util";
import { AskedPlatform, AskedSymptom, Certainty, Language } from "../../../../shared/schema/diagnosis.ts";
import { Usage } from "../../usage.ts";
import { networkUrl, pemIn } from "../options.ts";

/** The words of `downwhere check SERVICE`, read once. */

export const SERVICE_HELP = `downwhere check SERVICE: is it just me?

  npm run --silent downwhere -- check SERVICE [--network URL] [options]

  SERVICE is the id or the name of a service of the catalogue, or of the network. All its endpoints are tried from this
  machine, and unrelated control targets with them.

  --network URL    ask a Downwhere network whether others see the same, for whom it fails and what to do
  --json           print one line of JSON instead of words
  --services FILE  services of one's own instead of the catalogue
  --controls FILE  control targets instead of those of the internet
  --symptom WORD   what does not work, such as "login" or "app crash"
  --platform NAME  web, desktop, mobile, ios, android, speaker, tv, console or car
  --vpn yes|no     whether a VPN or a proxy is in use
  --lang CODE      en, es, pt, de, fr or ja
  --country CODE   where you are; believed by a network on this machine only
  --allow-private  loopback and private addresses may be asked
  --ca FILE        trust the authorities in this PEM file too
  --resolver ADDR  ask this name server instead of the system's
  --help           this text

It exits with 0 when all that is essential answers as it should, 1 when something does not, 3 when nothing can be said, and
2 when the words on the command line are wrong.
`;

export type ServiceOptions = {
  readonly wanted: string;
  readonly network: URL | null;
  readonly json: boolean;
  readonly services: string | null;
  readonly controls: string | null;
  readonly allowPrivate: boolean;
  readonly ca: string | null;
  readonly resolver: string | null;
  /** What the network is told beside the trial, by the names of its parameters. */
  readonly said: Readonly<Record<string, string>>;
};

/** `null` when help was asked for. */
export async function readServiceOptions(args: readonly string[]): Promise<ServiceOptions | null> {
  const { values, positionals } = parse(args);
  if (values.help) return null;
  const [wanted, ...others] = positionals;
  if (wanted === undefined || others.length > 0)
    throw new Usage(`one service must be given; received ${positionals.length}\n\n${SERVICE_HELP}`);
  const said = {
    symptom: word("symptom", values.symptom, AskedSymptom),
    platform: word("platform", values.platform, AskedPlatform),
    vpn: word("vpn", values.vpn, Certainty),
    lang: word("lang", values.lang, Language),
    country: values.country,
  };
  return {
    wanted,
    network: values.network === undefined ? null : networkUrl(values.network),
    json: values.json,
    services: values.services ?? null,
    controls: values.controls ?? null,
    allowPrivate: values["allow-private"],
    ca: values.ca === undefined ? null : await pemIn(values.ca),
    resolver: values.resolver ?? null,
    said: Object.fromEntries(
      Object.entries(said).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])),
    ),
  };
}

type Word = {
  safeParse(text: string): { success: boolean; data?: string | undefined; error?: { issues: { message: string }[] } };
};

function word(name: string, text: string | undefined, schema: Word): string | undefined {
  if (text === undefined) return undefined;
  const { success, data, error } = schema.safeParse(text);
  if (success) return data;
  throw new Usage(`--${name}: ${error?.issues[0]?.message ?? "is wrong"}; received "${text}"`);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        network: { type: "string" },
        json: { type: "boolean", default: false },
        services: { type: "string" },
        controls: { type: "string" },
        symptom: { type: "string" },
        platform: { type: "string" },
        vpn: { type: "string" },
        lang: { type: "string" },
        country: { type: "string" },
        "allow-private": { type: "boolean", default: false },
        ca: { type: "string" },
        resolver: { type: "string" },
        help: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new Usage(`${error instanceof Error ? error.message : String(error)}\n\n${SERVICE_HELP}`);
  }
}
