import { readFileSync } from "node:fs";

/** Prints `N passed, N failed`, summed from the report of the test runner. Exits 1 when there is no report or no test ran. */
const [file = ""] = process.argv.slice(2);
let report;
try {
  report = JSON.parse(readFileSync(file, "utf8"));
} catch (error) {
  console.error(`no report of a test run: ${error.message}`);
  process.exit(1);
}
const {
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: skipped = 0,
  numFailedTestSuites: suites = 0,
} = report;
const broken = failed === 0 && !report.success ? Math.max(1, suites) : 0;
console.log(`${passed} passed, ${failed + broken} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exit(passed > 0 && failed + broken === 0 ? 0 : 1);
