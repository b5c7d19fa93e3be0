import { z } from "zod";
import { formatInstant, Round, RoundCertificate } from "../schema/index.ts";

/**
 * A round as one row: rows written are the bill, and a row holds at most 2 MB, so what repeats is said once.
 * Observations become short arrays with times relative to the slot. `unpackRound(packRound(round))` equals `round`.
 */

const Cell = z.union([z.string(), z.number(), z.null()]);

const Packed = z.object({
  v: z.literal(1),
  /** The round without its observations and controls; instants are milliseconds. */
  head: z.looseObject({ region: z.string(), slot: z.number(), startedAt: z.number(), finishedAt: z.number() }),
  observations: z.array(z.array(Cell)),
  controls: z.array(z.array(Cell)),
  /** As they are sent: they are few. */
  certificates: z.array(z.unknown()).optional(),
});

const OBSERVATION_KEYS = [
  "service",
  "endpoint",
  "outcome",
  "stage",
  "cause",
  "status",
  "latencyMs",
  "provider",
  "detail",
  "colo",
  "version",
  "certificateExpiresAt",
] as const;
const CONTROL_KEYS = ["control", "provider", "reach", "outcome", "cause", "latencyMs"] as const;

/** The text of one row. */
export function packRound(round: Round): string {
  const { observations, controls, certificates, ...head } = round;
  const pack = <K extends string>(
    keys: readonly K[],
    row: { readonly at: number } & { readonly [key in K]?: string | number | null | undefined },
  ) => trimNulls([row.at - round.slot, ...keys.map((key) => row[key] ?? null)]);
  const packed: z.input<typeof Packed> = {
    v: 1,
    head,
    observations: observations.map((row) => pack(OBSERVATION_KEYS, row)),
    controls: controls.map((row) => pack(CONTROL_KEYS, row)),
    ...(certificates === undefined ? {} : { certificates: z.encode(z.array(RoundCertificate), certificates) }),
  };
  return JSON.stringify(packed);
}

/** The round of one row; throws a `ZodError` or a `SyntaxError` when the text is not a packed round. */
export function unpackRound(text: string): Round {
  const { head, observations, controls, certificates } = Packed.parse(JSON.parse(text));
  const unpack = (keys: readonly string[], [offsetMs, ...cells]: readonly z.infer<typeof Cell>[]) => ({
    region: head.region,
    at: formatInstant(head.slot + Number(offsetMs)),
    ...Object.fromEntries(keys.flatMap((key, index) => entryOf(key, cells[index] ?? null))),
  });
  return Round.parse({
    ...head,
    slot: formatInstant(head.slot),
    startedAt: formatInstant(head.startedAt),
    finishedAt: formatInstant(head.finishedAt),
    observations: observations.map((cells) => unpack(OBSERVATION_KEYS, cells)),
    controls: controls.map((cells) => unpack(CONTROL_KEYS, cells)),
    certificates,
  });
}

/** An instant among the cells; few probes can see it, and where none did the observation does not speak of it. */
function entryOf(key: string, cell: z.infer<typeof Cell>): [key: string, value: z.infer<typeof Cell>][] {
  if (key !== "certificateExpiresAt") return [[key, cell]];
  return typeof cell === "number" ? [[key, formatInstant(cell)]] : [];
}

function trimNulls(cells: (string | number | null)[]): (string | number | null)[] {
  let length = cells.length;
  while (length > 0 && cells[length - 1] === null) length--;
  return cells.slice(0, length);
}
