/** People for tests of reports: each with an address of their own, in a country and network that the edge names. */

export type Place = {
  readonly country: string;
  readonly asn: number;
  readonly region?: string;
  readonly colo?: string;
};

export const GERMANY: Place = { country: "DE", asn: 3320, region: "Hesse", colo: "FRA" };
export const AMERICA: Place = { country: "US", asn: 7922, region: "California", colo: "SJC" };

let people = 0;
/** An address that nobody had before, of the ranges for documentation and benchmarks. */
export function newAddress(): string {
  const number = people++;
  return `198.${18 + (Math.floor(number / 65_536) % 2)}.${Math.floor(number / 256) % 256}.${number % 256}`;
}

export type Sent = {
  readonly from?: Place | null;
  readonly address?: string;
  readonly agent?: string;
};

/** A request as the edge would hand it to the worker. */
export function reportRequest(
  url: string | URL,
  body: unknown,
  { from = GERMANY, address, agent }: Sent = {},
): Request {
  return new Request(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "cf-connecting-ip": address ?? newAddress(),
      "user-agent": agent ?? "test",
    },
    body: typeof body === "string" ? body : JSON.stringify(body),
    ...(from === null ? {} : { cf: { colo: "FRA", ...from } }),
  } as RequestInit);
}
