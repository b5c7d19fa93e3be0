import { expect, test } from "vitest";
import { dueWarning, type Warned } from "../../../shared/observe/certificate.ts";

const DAY = 86_400_000;
const END = 1_800_000_000_000;

test("the end of a certificate is said 21, 7 and 1 days ahead, each once", () => {
  const said: (number | undefined)[] = [];
  let last: Warned | undefined;
  for (let days = 30; days >= -2; days -= 0.5) {
    const due = dueWarning(END, END - days * DAY, last);
    if (due === null) continue;
    said.push(days);
    last = due;
  }
  expect(said).toEqual([21, 7, 1]);
});

test("a probe that comes late says only what is nearest", () => {
  expect(dueWarning(END, END - 3 * DAY, undefined)).toEqual({ expiresAt: END, days: 7 });
});

test("another certificate is another matter", () => {
  const said = { expiresAt: END, days: 1 };
  expect(dueWarning(END + 90 * DAY, END, said)).toBeNull();
  expect(dueWarning(END + 20 * DAY, END, said)).toEqual({ expiresAt: END + 20 * DAY, days: 21 });
});
