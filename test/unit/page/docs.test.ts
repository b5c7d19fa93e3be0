import { describe, expect, test } from "vitest";
import { anchorOf, describe as read, typeText } from "../../../workers/aggregator/page/docs/document.ts";
import { llmsText } from "../../../workers/aggregator/page/docs/llms.ts";

/** What the reference makes of an OpenAPI document. */

const DOCUMENT = {
  paths: {
    "/v1/things/{id}": {
      get: {
        summary: "One thing",
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
        responses: { 200: { description: "It.", content: { "application/json": { schema: { $ref: "#/x/Thing" } } } } },
      },
      delete: { summary: "Forget it", security: [{ admin: [] }], responses: { 204: { description: "Gone." } } },
    },
  },
  components: { schemas: { Thing: { type: "object" } } },
};

describe("the reference", () => {
  test("has one operation per method, with everything it takes", () => {
    const { operations, schemas } = read(DOCUMENT);
    expect(operations.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "get /v1/things/{id}",
      "delete /v1/things/{id}",
    ]);
    expect(operations[0]?.operation.parameters).toMatchObject([{ name: "id", required: true }]);
    expect(Object.keys(schemas)).toEqual(["Thing"]);
  });

  test.each([
    [{ type: "string", format: "date-time" }, "string, date-time"],
    [{ enum: ["up", "down"] }, "up | down"],
    [{ $ref: "#/components/schemas/Thing" }, "Thing"],
    [{ type: ["string", "null"] }, "string | null"],
    [undefined, ""],
  ])("says the type of %j as %j", (schema, says) => expect(typeText(schema)).toBe(says));

  test("has an anchor per operation", () => expect(anchorOf("get", "/v1/things/{id}")).toBe("get-v1-things-id"));

  test("tells machines of what needs no key", () => {
    const text = llmsText(read(DOCUMENT), "https://downwhere.example");
    expect(text).toMatch(/^# Downwhere\n\n> /);
    expect(text).toContain("- [GET /v1/things/{id}](https://downwhere.example/v1/things/): One thing");
    expect(text).not.toContain("Forget it");
  });
});
