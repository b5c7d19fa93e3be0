import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { explainIssue, pathText } from "../../../shared/schema/explain-issue.ts";
import { HttpCheck } from "../../../shared/schema/index.ts";
import { Usage } from "../usage.ts";

/** The words of `downwhere check`, read once. */

export const CHECK_HELP = `downwhere check: look at one URL from this machine, stage by stage

  npm run --silent downwhere -- check URL [options]

  --json                   print one line of JSON, the observation, instead of words
  --network URL            ask a Downwhere network too, and set both side by side
  --allow-private          loopback and private addresses may be asked
  --method METHOD          GET (default), HEAD, POST, PUT, PATCH, DELETE or OPTIONS
  --header "NAME: VALUE"   send this header; may be given several times
  --body TEXT              send this body
  --expect-status LIST     statuses that are well: 200, 2xx, 200-399, separated by commas (default 2xx)
  --expect-body TEXT       the body must contain this; may be given several times
  --reject-body TEXT       the body must not contain this; may be given several times
  --timeout MS             for the whole exchange, 500 to 30000 (default 10000)
  --max-redirects N        0 to 10 (default 5)
  --ca FILE                trust the authorities in this PEM file too
  --resolver ADDRESS       ask this name server instead of the system's, as ADDRESS or ADDRESS:PORT
  --help                   this text

It exits with 0 when the check passes, 1 when it fails, 3 when it is inconclusive (refused by the site, by a wall against
machines, or by our own guard), and 2 when the words on the command line are wrong.
`;

export type CheckOptions = {
  readonly check: HttpCheck;
  readonly json: boolean;
  readonly network: URL | null;
  readonly allowPrivate: boolean;
  readonly ca: string | null;
  readonly resolver: string | null;
};

/** Flags of either form that take a value, which is not what is asked about. */
const VALUED = /^--(?!json$|allow-private$|help$)[a-z-]+$/;

/** Is it a service that is asked about, by id or by name? A host has a dot, a port or brackets, a URL a slash or a scheme. */
export function namesService(args: readonly string[]): boolean {
  const subject = args.find((word, index) => !word.startsWith("--") && !VALUED.test(args[index - 1] ?? ""));
  return subject !== undefined && subject !== "localhost" && !/[.:/[]/.test(subject);
}

export async function readCheckOptions(args: readonly string[]): Promise<CheckOptions> {
  const { values, positionals } = parse(args);
  const [url, ...others] = positionals;
  if (url === undefined || others.length > 0)
    throw new Usage(`one URL must be given; received ${positionals.length}\n\n${CHECK_HELP}`);
  return {
    check: checkOf(url, values),
    json: values.json,
    network: values.network === undefined ? null : networkUrl(values.network),
    allowPrivate: values["allow-private"],
    ca: values.ca === undefined ? null : await pemIn(values.ca),
    resolver: values.resolver ?? null,
  };
}

/** A network's address as a person gives it. */
export function networkUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && (url.protocol === "http:" || url.protocol === "https:")) return url;
  throw new Usage(`--network must be an http or https URL; received "${text}"`);
}

function checkOf(url: string, values: ReturnType<typeof parse>["values"]): HttpCheck {
  const status = values["expect-status"]?.split(",").map((word) => (/^\d+$/.test(word) ? Number(word) : word));
  const contains = values["expect-body"];
  const notContains = values["reject-body"];
  const parsed = HttpCheck.safeParse(
    {
      url: /^[a-z][a-z0-9+.-]*:/i.test(url) && !/^[^/:]+:\d/.test(url) ? url : `https://${url}`,
      method: values.method?.toUpperCase(),
      headers: Object.fromEntries((values.header ?? []).map(headerOf)),
      body: values.body,
      timeoutMs: values.timeout === undefined ? undefined : Number(values.timeout),
      maxRedirects: values["max-redirects"] === undefined ? undefined : Number(values["max-redirects"]),
      expect: {
        ...(status === undefined ? {} : { status }),
        ...(contains === undefined && notContains === undefined ? {} : { body: { contains, notContains } }),
      },
    },
    { reportInput: true },
  );
  if (!parsed.success)
    throw new Usage(parsed.error.issues.map((issue) => `${pathText(issue.path)}: ${explainIssue(issue)}`).join("\n"));
  if (!URL.canParse(parsed.data.url)) throw new Usage(`url: must be a URL; received "${url}"`);
  return parsed.data;
}

function headerOf(text: string): [string, string] {
  const at = text.indexOf(":");
  if (at < 1) throw new Usage(`--header must be "NAME: VALUE"; received "${text}"`);
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

export async function pemIn(file: string): Promise<string> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw new Usage(`${file}: cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  });
  if (!text.includes("-----BEGIN CERTIFICATE-----")) throw new Usage(`${file}: must hold certificates in PEM form`);
  return text;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: "boolean", default: false },
        network: { type: "string" },
        "allow-private": { type: "boolean", default: false },
        method: { type: "string" },
        header: { type: "string", multiple: true },
        body: { type: "string" },
        "expect-status": { type: "string" },
        "expect-body": { type: "string", multiple: true },
        "reject-body": { type: "string", multiple: true },
        timeout: { type: "string" },
        "max-redirects": { type: "string" },
        ca: { type: "string" },
        resolver: { type: "string" },
      },
    });
  } catch (error) {
    throw new Usage(`${error instanceof Error ? error.message : String(error)}\n\n${CHECK_HELP}`);
  }
}
