import type { Reading } from "../../../shared/notices/found.ts";
import type { NoticedService } from "../../../shared/notices/map-notice.ts";
import { type Service, ServiceId } from "../../../shared/schema/index.ts";
import { catalogueServices } from "../sources.ts";

/** Whose document it is: the service that is named, the one of the catalogue whose page it is, or one called as the page is. */

export async function serviceFor(
  { page, kind }: Reading,
  { id, url }: { id: ServiceId | undefined; url: string | null },
): Promise<NoticedService> {
  const services = await catalogueServices();
  if (id !== undefined) return services.find((service) => service.id === id) ?? { id, endpoints: [] };
  const hosts = [url, page?.url].flatMap((address) => hostOf(address ?? "") ?? []);
  const byPage = services.filter(({ official }) => official.some((source) => hosts.includes(hostOf(source.url) ?? "")));
  const name = slug(page?.name ?? "");
  const known = only(byPage) ?? services.find((service) => service.id === name);
  if (known !== undefined) return known;
  const made = ServiceId.safeParse(name === "" ? slug(hosts[0] ?? kind) : name);
  return { id: made.success ? made.data : ServiceId.parse(kind), endpoints: [] };
}

/** A page that several services share belongs to none of them. */
function only(services: readonly Service[]): Service | undefined {
  return services.length === 1 ? services[0] : undefined;
}

function hostOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, "") : null;
}

function slug(name: string): string {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\b(?:system )?status\b/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 64)
    .replace(/-+$/, "");
}
