import { readControls } from "../../agent/controls.ts";
import { Usage } from "../../usage.ts";
import { resolversFor } from "../ask-dns.ts";
import { CHECK_USER_AGENT, EXIT_CODES } from "../exit.ts";
import type { LocalContext } from "../probers/prober.ts";
import { createLookup } from "../resolve.ts";
import { type TrialLine, trialLine } from "./line.ts";
import { askDiagnosis, findOnNetwork, type NetworkService } from "./network.ts";
import { readServiceOptions, SERVICE_HELP, type ServiceOptions } from "./options.ts";
import { trialPage } from "./page.ts";
import { readServices, subjectOf } from "./subject.ts";
import { controlTriesOf, type Trial, triesOf, tryAll } from "./trial.ts";

/** `downwhere check SERVICE`: all of a service tried from this machine, and a network asked whether it is just this machine. */
export async function checkService(args: readonly string[]): Promise<void> {
  const options = await readServiceOptions(args);
  if (options === null) {
    process.stdout.write(SERVICE_HELP);
    return;
  }
  const { wanted } = options;
  const [services, controls, found] = await Promise.all([
    readServices(options.services),
    readControls(options.controls),
    watchedBy(options),
  ]);
  const watched = found?.kind === "watched" ? found.service : null;
  const subject = subjectOf(wanted, { services, watched });
  if (subject === null)
    throw new Usage(
      unknownWords(
        wanted,
        services.map(({ id }) => id),
        found,
      ),
    );
  const trial: Trial = subject.simulated
    ? { endpoints: [], controls: [] }
    : await tryAll(subject.endpoints, controls, contextOf(options));
  const line = trialLine(subject, trial, { watched, network: await saidBy(options, found, trial) });
  process.stdout.write(options.json ? `${JSON.stringify(line)}\n` : trialPage(line));
  process.exitCode = EXIT_CODES[line.outcome];
}

/** What the network has of it; `null` when none is asked. */
type Found =
  | { readonly kind: "watched"; readonly service: NetworkService }
  | { readonly kind: "silent"; readonly because: string }
  | null;

async function watchedBy({ network, wanted }: ServiceOptions): Promise<Found> {
  if (network === null) return null;
  try {
    const service = await findOnNetwork(network, wanted);
    if (service !== null) return { kind: "watched", service };
    return { kind: "silent", because: `it does not watch "${wanted}"` };
  } catch (error) {
    return { kind: "silent", because: `${network.origin} could not be asked: ${reasonOf(error)}` };
  }
}

async function saidBy({ network, said }: ServiceOptions, found: Found, trial: Trial): Promise<TrialLine["network"]> {
  if (network === null || found === null) return null;
  if (found.kind === "silent") return { because: found.because };
  const { id, verdict } = found.service;
  try {
    const answer = await askDiagnosis(network, id, {
      tried: triesOf(trial),
      controls: controlTriesOf(trial),
      said,
    });
    return { state: verdict.state, answer };
  } catch (error) {
    return { because: `${network.origin} could not be asked: ${reasonOf(error)}` };
  }
}

function contextOf({ allowPrivate, ca, resolver }: ServiceOptions): LocalContext {
  return {
    userAgent: CHECK_USER_AGENT,
    allowPrivate,
    ca,
    wholeBody: false,
    lookup: createLookup(resolver),
    resolvers: resolversFor(resolver, { userAgent: CHECK_USER_AGENT, fetch }),
    clock: () => performance.now(),
    now: () => Date.now(),
  };
}

function unknownWords(wanted: string, known: readonly string[], found: Found): string {
  const because = found?.kind === "silent" ? ` and the network has no say: ${found.because}` : "";
  return `SERVICE must be a service that is known here${because === "" ? "" : ","}${because}; received "${wanted}"\nKnown: ${known.join(", ")}\nA URL or a host name with a dot is looked at by itself.`;
}

function reasonOf(error: unknown): string {
  const { message, cause } = error instanceof Error ? error : new Error(String(error));
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}
