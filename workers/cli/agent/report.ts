import { dueWarning, type Warned } from "../../../shared/observe/certificate.ts";
import { formatInstant, type Observation, type Round } from "../../../shared/schema/index.ts";

/** What an agent says on its output: a line per round, and a notice when a certificate comes to its end. */

export type Report = { readonly say: (words: string) => void; readonly round: (round: Round) => void };

export function createReport(write: (line: string) => void): Report {
  const warned = new Map<string, Warned>();
  const at = (now: number) => formatInstant(now).slice(0, 19);
  return {
    say: (words) => write(`${at(Date.now())}Z ${words}`),
    round({ lane, slot, finishedAt, observations, controls }) {
      const count = (outcome: Observation["outcome"]) => observations.filter((seen) => seen.outcome === outcome).length;
      const well = controls.filter(({ outcome }) => outcome === "pass").length;
      write(
        `${at(finishedAt)}Z ${lane} of ${at(slot).slice(11)}: ${count("pass")} pass, ${count("fail")} fail, ${count("inconclusive")} inconclusive; ${well} of ${controls.length} control targets`,
      );
      for (const { service, endpoint, certificateExpiresAt } of observations) {
        if (certificateExpiresAt == null) continue;
        const name = `${service}/${endpoint}`;
        const due = dueWarning(certificateExpiresAt, finishedAt, warned.get(name));
        if (due === null) continue;
        warned.set(name, due);
        const days = Math.floor((certificateExpiresAt - finishedAt) / 86_400_000);
        const when = days < 0 ? "has expired" : `expires in ${days} ${days === 1 ? "day" : "days"}`;
        write(
          `${at(finishedAt)}Z notice: the certificate of ${name} ${when}, at ${formatInstant(certificateExpiresAt)}`,
        );
      }
    },
  };
}
