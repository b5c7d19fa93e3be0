import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { parseInstant } from "../../../shared/schema/instant.ts";

/** Reports with their places (SpectrumOutage.us, CC BY 4.0), where they lie. */

const FOLDER = fileURLToPath(new URL("../../../../shared/data/reports", import.meta.url));

export type Placed = { readonly at: number; readonly city: string; readonly state: string };

/** In the order of time; `null` where the data are absent. */
export function openPlaces(folder: string = FOLDER): readonly Placed[] | null {
  if (!existsSync(folder)) return null;
  return readdirSync(folder)
    .filter((name) => name.endsWith(".csv.gz"))
    .flatMap((name) =>
      gunzipSync(readFileSync(join(folder, name)))
        .toString("utf8")
        .trim()
        .split("\n")
        .slice(1),
    )
    .flatMap((line) => {
      const [time = "", city = "", state = ""] = line.split(",");
      const at = parseInstant(time);
      return at === null ? [] : [{ at, city: `${city}, ${state}`, state }];
    })
    .sort((a, b) => a.at - b.at);
}
