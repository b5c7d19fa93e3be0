import { z } from "zod";
import { type FoundNotice, overallNotice, type Status, worst } from "../found.ts";
import { fitting, maybeText, maybeTime, names, webLink } from "../items.ts";
import { readTime } from "../time.ts";
import { oneLine } from "../words.ts";
import { COMPONENT, IMPACT } from "./statuspage-shape.ts";

/**
 * The state of a page as a whole, told only where no incident tells it. An edge network lists each of its places as a
 * component, and one that is out means that traffic goes to another: such places alone are no trouble.
 */

export const Page = z.object({
  id: maybeText,
  name: z.string().catch(""),
  url: maybeText,
  updated_at: maybeTime,
  time_zone: maybeText,
});
export type Page = z.infer<typeof Page>;

const Component = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  group: z.boolean().nullish().catch(null),
  updated_at: maybeTime,
});
const PageStatus = z.object({ indicator: z.string(), description: z.string().catch("") });

/** "Amsterdam, Netherlands - (AMS)": a data centre of an edge network. */
const EDGE_PLACE = /-\s*\([A-Z]{3}\)\s*$/;

export function overallOf(
  page: Page,
  { status, components }: { status: unknown; components: readonly unknown[] | null },
): FoundNotice | null {
  const said = PageStatus.safeParse(status);
  const parts = fitting(components, Component).filter(({ group }) => group !== true);
  const ill = parts.filter((part) => (COMPONENT[part.status] ?? "operational") !== "operational");
  const counted = ill.filter(({ name }) => !EDGE_PLACE.test(name));
  if (parts.length > 0 && counted.length === 0) return null;
  const gravest = said.success ? (IMPACT[said.data.indicator] ?? "operational") : worstOf(counted);
  if (gravest === "operational") return null;
  const title = said.success && said.data.description !== "" ? said.data.description : sentence(counted);
  return overallNotice({
    link: webLink(page.url),
    title: oneLine(title, 300),
    status: gravest,
    updatedAt: readTime(page.updated_at),
    components: names(counted.map(({ name }) => name)),
  });
}

function worstOf(parts: readonly { status: string }[]): Status {
  return worst(parts.map(({ status }) => COMPONENT[status] ?? "operational"));
}

function sentence(parts: readonly { name: string; status: string }[]): string {
  return parts.map(({ name, status }) => `${name}: ${status.replaceAll("_", " ")}`).join(", ");
}
