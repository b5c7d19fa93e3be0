import { describe, expect, test } from "vitest";
import { rankLayers } from "../../../shared/fuse/layer.ts";
import { DEFAULT_MODEL } from "../../../shared/fuse/model.ts";
import { Cause, LAYER_OF_CAUSE } from "../../../shared/schema/index.ts";

/** What the failures of one kind say of the layer, once a few regions have seen them. */

const named = (causes: readonly Cause[]) => {
  const [first] = rankLayers(causes.map((cause) => ({ cause, weight: 1 })));
  return first !== undefined && first.probability >= DEFAULT_MODEL.layerFrom ? first.layer : null;
};
const speaking = Cause.options.filter((cause) => LAYER_OF_CAUSE[cause] !== null);

describe("the layer at fault", () => {
  test.each(speaking)("four failures with %s are told as its own layer", (cause) => {
    expect(named([cause, cause, cause, cause])).toBe(LAYER_OF_CAUSE[cause]);
  });

  test.each(Cause.options.filter((cause) => LAYER_OF_CAUSE[cause] === null))("%s says nothing of a layer", (cause) => {
    expect(rankLayers([{ cause, weight: 1 }])).toEqual([]);
  });

  test("an edge that speaks of its origin beside an application that fails is the backend", () => {
    expect(named(["origin_unreachable", "origin_error", "response_timeout"])).toBe("backend");
  });
});
