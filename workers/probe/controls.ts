import { HttpCheck, type Reach } from "../../shared/schema/index.ts";

/**
 * Control targets: unrelated, highly available addresses made for connectivity checks. They tell whether a probe
 * itself is ill and are never shown as services.
 */
export type ControlTarget = {
  readonly control: string;
  readonly provider: string;
  readonly reach: Reach;
  readonly check: HttpCheck;
};

const INTERNET = [
  {
    control: "cloudflare-resolver",
    provider: "cloudflare",
    url: "https://one.one.one.one/",
    expect: { status: ["200-399"] },
  },
  { control: "google-resolver", provider: "google", url: "https://dns.google/", expect: { status: ["200-399"] } },
  {
    control: "mozilla-portal",
    provider: "mozilla",
    url: "http://detectportal.firefox.com/success.txt",
    expect: { body: { contains: ["success"] } },
  },
  {
    control: "apple-portal",
    provider: "apple",
    url: "http://captive.apple.com/hotspot-detect.html",
    expect: { body: { contains: ["Success"] } },
  },
  {
    control: "microsoft-portal",
    provider: "azure",
    url: "http://www.msftconnecttest.com/connecttest.txt",
    expect: { body: { contains: ["Microsoft Connect Test"] } },
  },
  { control: "amazon-address", provider: "aws", url: "https://checkip.amazonaws.com/", expect: {} },
] as const;

/** The controls of one lane. `selfUrl` is asked where private addresses are checked: the internet says nothing of them. */
export function controlTargets({
  timeoutMs,
  selfUrl,
}: {
  timeoutMs: number;
  selfUrl: string | null;
}): readonly ControlTarget[] {
  const internet = INTERNET.map(({ control, provider, url, expect }) => ({
    control,
    provider,
    reach: "internet" as const,
    check: HttpCheck.parse({ url, expect, timeoutMs }),
  }));
  if (selfUrl === null) return internet;
  const self = {
    control: "self",
    provider: "self",
    reach: "private" as const,
    check: HttpCheck.parse({ url: selfUrl, timeoutMs }),
  };
  return [...internet, self];
}
