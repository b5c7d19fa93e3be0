import { Layout } from "../layout.tsx";
import type { View } from "../view.ts";
import { anchorOf, type Described, nameOf } from "./document.ts";
import { OperationPart } from "./operation.tsx";

/** The reference of the API, from the document that it publishes. What it says is what the routes hold to. */
export function DocsPage({ view, described }: { view: View; described: Described }) {
  const { words } = view;
  const { operations, schemas } = described;
  return (
    <Layout
      view={view}
      title={`${words.docs.title} · Downwhere`}
      about={words.docs.intro}
      scripts={["/docs.js"]}
      alternates={[{ type: "application/json", href: "/openapi.json" }]}
    >
      <h1>{words.docs.title}</h1>
      <p class="note">{words.docs.intro}</p>
      <p class="links">
        {words.docs.machine}: <a href="/openapi.json">/openapi.json</a> <a href="/llms.txt">/llms.txt</a>
      </p>
      <nav class="contents" aria-label={words.docs.contents}>
        <ol>
          {operations.map(({ method, path }) => (
            <li>
              <a href={`#${anchorOf(method, path)}`}>
                <span class={`method ${method}`}>{method.toUpperCase()}</span> {path}
              </a>
            </li>
          ))}
        </ol>
      </nav>
      <div lang="en">
        {operations.map((each) => (
          <OperationPart view={view} {...each} />
        ))}
        {Object.entries(schemas).map(([name, schema]) => (
          <details class="schema" id={`schema-${name}`}>
            <summary>{name}</summary>
            <pre tabindex={0}>{JSON.stringify(schema, shortRefs, 2)}</pre>
          </details>
        ))}
      </div>
    </Layout>
  );
}

/** `{ "$ref": "#/components/schemas/X" }` reads as `"X"`. */
function shortRefs(_key: string, value: unknown): unknown {
  const name =
    typeof value === "object" && value !== null && "$ref" in value && typeof value.$ref === "string"
      ? nameOf({ $ref: value.$ref })
      : null;
  return name ?? value;
}
