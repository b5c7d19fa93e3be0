import type { Rule } from "../rule.ts";
import { watchServices } from "./judge.ts";
import { officialWord, type Posted } from "./official.ts";

/**
 * In the manner of StatusGator and IsDown: only what the vendor's own page says, read every 5 min and held in between and
 * while the page cannot be read. Degraded and partial are a warning, major is down, and both alert; maintenance does not.
 * Left out: early warning signals, which come of visitors and of detection that is not published.
 */
export const statusGator: Rule = {
  name: "official notices, read every 5 min",
  peer: "StatusGator-like",
  open: (world) =>
    watchServices(world, () => {
      const official = officialWord();
      let unread: Posted[] = [];
      return {
        see(event) {
          if (event.type === "notice") unread.push(event);
        },
        alerts(at) {
          const readAt = Math.floor(at / READ_EVERY_MS) * READ_EVERY_MS;
          for (const notice of unread) if (notice.at <= readAt) official.see(notice);
          unread = unread.filter((notice) => notice.at > readAt);
          return official.hasTrouble();
        },
        failing: () => [],
      };
    }),
};

const READ_EVERY_MS = 300_000;
