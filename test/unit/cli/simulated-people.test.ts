import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { symptomsOf } from "../../../shared/reports/symptoms.ts";
import { readPeople, reportsBetween } from "../../../workers/cli/simulated-people.ts";
import { simulatedServices } from "../../../workers/cli/sources.ts";

describe("the simulated people", async () => {
  const script = await readPeople(fileURLToPath(new URL("../../../workers/world/people.json", import.meta.url)));
  const services = await simulatedServices();

  test("report what the simulated services may be reported for, from networks that are given", () => {
    for (const { service, symptoms, countries } of script.crowds) {
      const known = services.find(({ id }) => id === service);
      expect(known?.tags).toContain("simulated");
      const listed = [...symptomsOf(known ?? { tags: [] }), "works"];
      expect(symptoms.filter((symptom) => !listed.includes(symptom))).toEqual([]);
      expect(countries.filter((country) => script.networks[country] === undefined)).toEqual([]);
    }
  });

  test("report more while the story's fault lasts, and never flood", () => {
    const count = (from: number, to: number) => reportsBetween(script, { from, to }, () => 0.5).length;
    expect(count(1, 2)).toBeLessThan(2);
    expect(count(3, 4)).toBeGreaterThanOrEqual(15);
    expect(count(48, 49)).toBe(count(3, 4));
    expect(count(3, 40)).toBe(20);
  });
});
