import type { Rule } from "../rule.ts";
import { watchServices } from "./judge.ts";
import { officialWord } from "./official.ts";
import { reportersWithin } from "./reporters.ts";

/**
 * OpenStatus on external services: the vendor's own indicator stands where it says anything; where it says "none", and no
 * maintenance is on, 7 distinct reporters within 15 min make the service "minor". It knows no baseline, so the number is
 * the same for a large service and a small one, by day and by night. Looks play no part in it.
 */
export const openStatusReports: Rule = {
  name: "7 reporters in 15 min",
  peer: "OpenStatus reports",
  open: (world) =>
    watchServices(world, () => {
      const official = officialWord();
      const reporters = reportersWithin(900_000);
      return {
        see(event) {
          if (event.type === "notice") official.see(event);
          if (event.type === "report") reporters.add(event);
        },
        alerts: (at) => official.hasTrouble() || (!official.hasMaintenance() && reporters.countAt(at) >= 7),
        failing: () => [],
      };
    }),
};
