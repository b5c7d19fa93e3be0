import { open, stat } from "node:fs/promises";
import { parseArgs } from "node:util";
import { z } from "zod";
import { candidatesFor } from "../../../shared/notices/address.ts";
import { decodeDocument, type Text } from "../../../shared/notices/encoding.ts";
import type { Outcome } from "../../../shared/notices/found.ts";
import { DOCUMENT_MAX_BYTES } from "../../../shared/notices/limits.ts";
import { publishedNotice } from "../../../shared/notices/map-notice.ts";
import { readNotices } from "../../../shared/notices/read.ts";
import { READABLE_KINDS } from "../../../shared/notices/registry.ts";
import { formatInstant, PublishedNotice, ServiceId, SourceKind } from "../../../shared/schema/index.ts";
import { Usage } from "../usage.ts";
import { decode, fetchDocument } from "./fetch-document.ts";
import { serviceFor } from "./which-service.ts";

/** `downwhere notices`: what a vendor's document says, one notice a line, the newest first as the vendor orders them. */

const NOTICES_HELP = `downwhere notices: the notices of a vendor's status document

  npm run --silent downwhere -- notices FILE_OR_URL [options]

  FILE_OR_URL       a file, - for standard input, a document's address, or a status page or account
  --source KIND     read it as this kind, instead of finding out:
                    ${READABLE_KINDS.slice(0, 9).join(", ")},
                    ${READABLE_KINDS.slice(9).join(", ")}
  --service ID      whose notices they are, instead of what the document or the catalogue says
  --allow-private   the address may be private or loopback
  --help            this text

Prints NDJSON; its lines may be fed to \`replay\`. What cannot be read is an error on standard error, exit code 1. Accounts on X
need X_BEARER_TOKEN, your own token for its API.
`;

type Options = ReturnType<typeof readOptions>;

export async function notices(args: readonly string[]): Promise<void> {
  const options = readOptions(args);
  if (options.help) {
    process.stdout.write(NOTICES_HELP);
    return;
  }
  const now = Date.now();
  const { outcome, url } = await readFrom(options.from, { options, now });
  if (!outcome.ok) throw new Error(`${options.from}: ${outcome.because}`);
  const { reading } = outcome;
  const service = await serviceFor(reading, { id: options.service, url });
  for (const complaint of reading.complaints) process.stderr.write(`${options.from}: left out: ${complaint}\n`);
  const lines = reading.notices.map((found) => lineOf(publishedNotice(found, { service, source: reading.kind, now })));
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    // Whoever reads no further (`| head`) ends it without a complaint.
    if (error.code !== "EPIPE") throw error;
    process.exit(process.exitCode ?? 0);
  });
  process.stdout.write(lines.join(""));
}

/** As the fold takes it (`at` is the time of the latest word), with everything else that is known. */
function lineOf(notice: PublishedNotice): string {
  const { service, source, status, phase, title, ...rest } = z.encode(PublishedNotice, notice);
  const at = formatInstant(notice.updatedAt);
  return `${JSON.stringify({ type: "notice", service, source, status, phase, title, at, ...rest })}\n`;
}

type Read = { readonly outcome: Outcome; readonly url: string | null };

async function readFrom(from: string, { options, now }: { options: Options; now: number }): Promise<Read> {
  const kind = options.source;
  const read = (text: Text, url: string | null): Outcome =>
    text.ok ? readNotices(text.text, { kind, now, url }) : text;
  if (!/^https?:\/\//i.test(from)) return { outcome: read(await fileText(from), null), url: null };
  if (!URL.canParse(from)) throw new Usage(`the address must be a URL; received "${from}"`);
  const reach = { allowPrivate: options.allowPrivate, xToken: process.env.X_BEARER_TOKEN };
  const first = await fetchDocument(from, reach);
  const outcome = read(first, first.url);
  if (outcome.ok) return { outcome, url: first.url };
  for (const candidate of candidatesFor(from)) {
    const document = await fetchDocument(candidate, reach);
    const other = read(document, document.url);
    if (other.ok) return { outcome: other, url: document.url };
  }
  return { outcome, url: first.url };
}

async function fileText(path: string): Promise<Text> {
  if (path === "-") return decodeDocument(await standardInput(), { contentType: null, decode });
  try {
    const { size } = await stat(path);
    if (size > DOCUMENT_MAX_BYTES)
      return { ok: false, because: `the document must have at most ${DOCUMENT_MAX_BYTES} bytes; received ${size}` };
    const file = await open(path);
    try {
      return decodeDocument(await file.readFile(), { contentType: null, decode });
    } finally {
      await file.close();
    }
  } catch (error) {
    return { ok: false, because: `cannot be read: ${error instanceof Error ? error.message : String(error)}` };
  }
}

async function standardInput(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin) {
    chunks.push(chunk);
    length += chunk.length;
    // One byte too many is enough to refuse it.
    if (length > DOCUMENT_MAX_BYTES) break;
  }
  return Buffer.concat(chunks);
}

function readOptions(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        source: { type: "string" },
        service: { type: "string" },
        "allow-private": { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    const [from, ...more] = positionals;
    if (!values.help && from === undefined) throw new Usage(`FILE_OR_URL must be given\n\n${NOTICES_HELP}`);
    if (more.length > 0) throw new Usage(`one FILE_OR_URL must be given; received ${positionals.length}`);
    const source = values.source === undefined ? null : kindNamed(values.source);
    return {
      from: from ?? "",
      source,
      service: idNamed(values.service),
      help: values.help,
      allowPrivate: values["allow-private"],
    };
  } catch (error) {
    if (error instanceof Usage) throw error;
    throw new Usage(`${error instanceof Error ? error.message : String(error)}\n\n${NOTICES_HELP}`);
  }
}

function kindNamed(name: string): SourceKind {
  const kind = SourceKind.safeParse(name);
  if (kind.success && kind.data !== "page") return kind.data;
  throw new Usage(`--source must be one of ${READABLE_KINDS.join(", ")}; received "${name}"`);
}

function idNamed(id: string | undefined): ServiceId | undefined {
  if (id === undefined) return undefined;
  const parsed = ServiceId.safeParse(id);
  if (parsed.success) return parsed.data;
  throw new Usage(`--service: ${parsed.error.issues[0]?.message ?? "must be an id"}; received "${id}"`);
}
