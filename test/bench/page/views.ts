import type { Story } from "../../support/story.ts";

/** The views that are measured and photographed, in the middle of the demo outage. */

/** The minute of the demo story at which Aria is down in two regions. */
export const OUTAGE_MINUTE = 5;

export async function viewsOf(story: Story): Promise<readonly { readonly name: string; readonly path: string }[]> {
  const { items } = await story.get<{ items: { id: string }[] }>("/v1/incidents");
  return [
    { name: "home", path: "/" },
    { name: "service", path: "/s/aria" },
    { name: "incident", path: `/incidents/${items[0]?.id ?? ""}` },
    { name: "incidents", path: "/incidents" },
    { name: "probes", path: "/regions" },
    { name: "check", path: "/check" },
    { name: "docs", path: "/docs" },
  ];
}
