/**
 * Metrics as text, in the two dialects that scrapers ask for: OpenMetrics 1.0 and Prometheus text 0.0.4. Names and labels are
 * the same in both, so one query serves either.
 */

export type Family = {
  /** Without `_total`; with its unit at the end where it has one. */
  readonly name: string;
  readonly type: "gauge" | "counter" | "summary";
  readonly unit?: "seconds" | "ratio";
  readonly help: string;
  readonly samples: readonly Sample[];
};

export type Sample = { readonly labels: Readonly<Record<string, string>>; readonly value: number };

export function gauge(name: string, help: string, samples: readonly Sample[], unit?: Family["unit"]): Family {
  return { name, type: "gauge", help, samples, ...(unit === undefined ? {} : { unit }) };
}

export type Dialect = "openmetrics" | "prometheus";

export const CONTENT_TYPES: Readonly<Record<Dialect, string>> = {
  openmetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8",
  prometheus: "text/plain; version=0.0.4; charset=utf-8",
};

/** What an `Accept` header asks for; without a word the older dialect, which every tool reads. */
export function dialectFor(accept: string | undefined): Dialect {
  return /\bapplication\/openmetrics-text\b/i.test(accept ?? "") ? "openmetrics" : "prometheus";
}

export function exposition(families: readonly Family[], dialect: Dialect): string {
  const blocks = families.filter(({ samples }) => samples.length > 0).map((family) => block(family, dialect));
  return `${blocks.join("")}${dialect === "openmetrics" ? "# EOF\n" : ""}`;
}

function block({ name, type, unit, help, samples }: Family, dialect: Dialect): string {
  // The older dialect names a family by its samples, the newer one without the suffix of its type.
  const sampled = type === "counter" ? `${name}_total` : name;
  const named = dialect === "prometheus" ? sampled : name;
  return [
    `# HELP ${named} ${escapeText(help, dialect)}`,
    `# TYPE ${named} ${type}`,
    ...(unit !== undefined && dialect === "openmetrics" ? [`# UNIT ${named} ${unit}`] : []),
    ...samples.map(({ labels, value }) => `${sampled}${labelsText(labels)} ${numberText(value)}`),
    "",
  ].join("\n");
}

function labelsText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  return String(value);
}

function escapeLabel(value: string): string {
  return value.toWellFormed().replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}

/** A help text of the older dialect may hold quotes as they are. */
function escapeText(text: string, dialect: Dialect): string {
  return dialect === "openmetrics" ? escapeLabel(text) : text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}
