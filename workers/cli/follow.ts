/** Watches a network's public status and says every change of a verdict in one line; what was never known is not said. */

type Line = {
  id: string;
  name: string;
  state: string;
  scope: string;
  layer: string | null;
  phase: string | null;
  probability: number;
};

const EVERY_MS = 1_000;

export function followVerdicts(origin: URL, say: (line: string) => void): { stop(): void } {
  const known = new Map<string, string>();
  const look = async () => {
    const response = await fetch(new URL("/v1/status", origin)).catch(() => null);
    if (response?.ok !== true) return;
    // Our own API's answer, described by its OpenAPI document.
    const { asOf, services } = (await response.json()) as { asOf: string; services: Line[] };
    for (const service of services) {
      const text = verdictText(service);
      const isFirstUnknown = !known.has(service.id) && service.state === "unknown";
      if (known.get(service.id) !== text && !isFirstUnknown) say(`${asOf.slice(11, 19)}  ${text}`);
      known.set(service.id, text);
    }
  };
  const timer = setInterval(() => void look(), EVERY_MS);
  return { stop: () => clearInterval(timer) };
}

function verdictText({ name, state, scope, layer, phase }: Line): string {
  const details = [
    scope === "none" ? null : scope,
    layer === null ? null : `${layer} layer`,
    phase === null ? null : `incident ${phase}`,
  ].filter((detail) => detail !== null);
  return `${name}: ${state}${details.length > 0 ? ` (${details.join(", ")})` : ""}`;
}
