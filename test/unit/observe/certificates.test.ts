import { expect, test } from "vitest";
import { DEFAULT_MODEL } from "../../../shared/fuse/model.ts";
import { foldRound, openLedger, redeclare, restoreLedger, saveLedger } from "../../../shared/ledger.ts";
import { certificateOf } from "../../../shared/observe/certificates.ts";
import { packRound, unpackRound } from "../../../shared/observe/pack-round.ts";
import type { Round, RoundCertificate } from "../../../shared/schema/index.ts";
import { ENDPOINT, roundOf, SERVICE } from "../../support/rounds.ts";

const START = 1_767_225_600_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const certificate = (expiresAt: number): RoundCertificate => ({
  service: SERVICE,
  endpoint: ENDPOINT,
  subject: "CN=aria.example",
  altNames: ["aria.example"],
  issuer: "CN=Somebody",
  validFrom: START - DAY,
  expiresAt,
  fingerprint: Array.from({ length: 32 }, () => "AB").join(":"),
  chain: [{ subject: "CN=aria.example", issuer: "CN=Somebody", expiresAt }],
  trusted: true,
});
/** An agent's round: what its observation says of the end, and the whole certificate where it is told. */
const seen = (region: string, slot: number, { ends, told }: { ends?: number; told?: number }): Round => {
  const round = roundOf({ region, slot });
  const observations = round.observations.map((each) => ({ ...each, certificateExpiresAt: ends ?? null }));
  return { ...round, observations, ...(told === undefined ? {} : { certificates: [certificate(told)] }) };
};
const openAria = () => {
  const ledger = openLedger(DEFAULT_MODEL, [{ id: SERVICE, endpoints: [] }]);
  const shown = (now: number) => certificateOf(ledger.certificates, { service: SERVICE, endpoint: ENDPOINT, now });
  return { ledger, shown };
};

test("of several regions, the certificate that runs out first is shown", () => {
  const { ledger, shown } = openAria();
  expect(shown(START)).toBeNull();
  foldRound(ledger, seen("attic", START, { ends: START + 40 * DAY, told: START + 40 * DAY }));
  foldRound(ledger, seen("shed", START, { ends: START + 9 * DAY, told: START + 9 * DAY }));
  expect(shown(START)).toMatchObject({ region: "shed", expiresAt: START + 9 * DAY, subject: "CN=aria.example" });
});

test("an observation says that it is still there, and what nobody has seen for two days is not shown", () => {
  const { ledger, shown } = openAria();
  const ends = START + 40 * DAY;
  foldRound(ledger, seen("attic", START, { ends, told: ends }));
  foldRound(ledger, seen("attic", START + DAY, { ends }));
  expect(shown(START + 2.5 * DAY)).toMatchObject({ expiresAt: ends, at: START + DAY + 250 });
  expect(shown(START + 3.5 * DAY)).toBeNull();
});

test("a new certificate replaces the old one of its region", () => {
  const { ledger, shown } = openAria();
  foldRound(ledger, seen("attic", START, { ends: START + DAY, told: START + DAY }));
  foldRound(ledger, seen("attic", START + HOUR, { ends: START + 90 * DAY, told: START + 90 * DAY }));
  expect(shown(START + HOUR)).toMatchObject({ expiresAt: START + 90 * DAY });
});

test("is kept over a restart, and goes with its service", () => {
  const { ledger } = openAria();
  foldRound(ledger, seen("attic", START, { ends: START + DAY, told: START + DAY }));
  const again = restoreLedger(DEFAULT_MODEL, JSON.parse(JSON.stringify(saveLedger(ledger))), [
    { id: SERVICE, endpoints: [] },
  ]);
  expect(again.certificates).toEqual(ledger.certificates);
  redeclare(again, []);
  expect(again.certificates.size).toBe(0);
});

test("a packed round brings it back as it was", () => {
  const round = seen("attic", START, { ends: START + DAY, told: START + DAY });
  expect(unpackRound(packRound(round))).toEqual(round);
});
