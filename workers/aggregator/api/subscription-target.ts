import { formatNamed } from "../../../shared/notify/formats/registry.ts";
import type { SubscriptionRequest } from "../../../shared/notify/subscription.ts";
import { explainIssue, pathText } from "../../../shared/schema/explain-issue.ts";
import type { Config } from "../config.ts";
import { judgeTarget } from "../deliveries/guard.ts";
import { Refusal } from "./problem.ts";

/** May messages of this form go there? Judged when a subscription is made or changed; what the name resolves to, at each sending. */
export function requireTarget(
  { url, format, settings }: Pick<SubscriptionRequest, "url" | "format" | "settings">,
  { config, origin }: { config: Config; origin: string },
): void {
  const { title, address, hosts, settings: wanted } = formatNamed(format);
  const read = wanted.safeParse(settings, { reportInput: true });
  if (!read.success)
    refuse(
      read.error.issues.map((issue) => ({
        path: pathText(["settings", ...issue.path]),
        message: explainIssue(issue),
      })),
    );
  if (address === "mail") {
    if (config.mail === null)
      throw new Refusal(422, "This network sends no mail: its operator has configured no sender.");
    if (!/^mailto:[^\s@?]+@[^\s@?]+\.[^\s@?]+$/.test(url))
      refuse([{ path: "url", message: `must be a mailto: address; received ${JSON.stringify(url.slice(0, 60))}` }]);
    return;
  }
  const judged = judgeTarget(url, { allowPrivate: config.deliverToPrivate, origin });
  if (judged.kind !== "allowed") refuse([{ path: "url", message: judged.because }]);
  const { hostname } = new URL(url);
  const isItsHost = hosts === null || hosts.some((host) => hostname === host || hostname.endsWith(`.${host}`));
  if (!isItsHost && !config.deliverToPrivate)
    refuse([{ path: "url", message: `must be at ${hosts.join(" or ")} for ${title}; received ${hostname}` }]);
}

function refuse(errors: { path: string; message: string }[]): never {
  const [first] = errors;
  throw new Refusal(
    422,
    first === undefined ? "The target is not acceptable." : `${first.path}: ${first.message}`,
    errors,
  );
}
