import { XMLParser, XMLValidator } from "fast-xml-parser";
import { DEPTH_MAX } from "./limits.ts";
import { cut } from "./words.ts";

/**
 * XML as plain objects, attributes under `@name`. A feed needs no document type, so one that declares entities or a subset of
 * its own is refused before it is parsed: entity expansion cannot happen. What is not well-formed (truncated, say) is an error.
 */

export type Xml = { readonly ok: true; readonly root: unknown } | { readonly ok: false; readonly because: string };

/** Elements of which a feed may have one or many. */
const REPEATED = new Set(["item", "entry", "link", "category"]);

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  parseTagValue: false,
  parseAttributeValue: false,
  // The five of XML itself and numbers; what HTML adds is the business of the words.
  processEntities: { enabled: true, maxTotalExpansions: 200_000, maxExpandedLength: 8_388_608 },
  htmlEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  isArray: (name) => REPEATED.has(name),
});

export function parseXml(text: string): Xml {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text))
    return { ok: false, because: "the document must declare no document type and no entities; received a <!DOCTYPE" };
  const depth = depthOf(text);
  if (depth > DEPTH_MAX)
    return { ok: false, because: `the document must nest at most ${DEPTH_MAX} levels deep; received ${depth} or more` };
  const valid = XMLValidator.validate(text, { allowBooleanAttributes: false });
  if (valid !== true)
    return {
      ok: false,
      because: `the document must be well-formed XML: line ${valid.err.line}: ${cut(valid.err.msg, 160)}`,
    };
  try {
    const root: unknown = parser.parse(text);
    return { ok: true, root };
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return { ok: false, because: `the document must be well-formed XML: ${cut(words, 160)}` };
  }
}

/** How deep elements are nested, without building them; stops counting just above the bound. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let open = text.indexOf("<"); open !== -1 && deepest <= DEPTH_MAX; ) {
    if (text.startsWith("<![CDATA[", open)) {
      const end = text.indexOf("]]>", open);
      if (end === -1) return deepest;
      open = text.indexOf("<", end);
      continue;
    }
    const next = text.charAt(open + 1);
    const close = text.indexOf(">", open);
    if (close === -1) return deepest;
    if (next === "/") depth--;
    else if (next !== "!" && next !== "?" && text.charAt(close - 1) !== "/") depth++;
    deepest = Math.max(deepest, depth);
    open = text.indexOf("<", close);
  }
  return deepest;
}
