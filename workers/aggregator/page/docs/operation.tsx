import type { View } from "../view.ts";
import { anchorOf, type Method, nameOf, type Operation, type Parameter, typeText } from "./document.ts";

/** One operation: what it takes, what it answers, and a form that tries it. */

type One = {
  readonly view: View;
  readonly method: Method;
  readonly path: string;
  readonly operation: Operation;
};

export function OperationPart({ view, method, path, operation }: One) {
  const { docs } = view.words;
  const { summary, description, parameters, requestBody, responses, security } = operation;
  const anchor = anchorOf(method, path);
  const body = Object.values(requestBody?.content ?? {})[0]?.schema;
  return (
    <section class="operation card" id={anchor} aria-labelledby={`${anchor}-name`}>
      <h2 id={`${anchor}-name`}>
        <span class={`method ${method}`}>{method.toUpperCase()}</span> <code>{path}</code>
      </h2>
      <p>
        {summary}
        {security === undefined ? null : <span class="tag">{Object.keys(security[0] ?? {}).join(", ")}</span>}
      </p>
      {description === undefined ? null : <p>{description}</p>}
      {body === undefined ? null : (
        <p>
          {docs.body}: <SchemaLink name={nameOf(body)} />
        </p>
      )}
      <details>
        <summary>{docs.answers}</summary>
        <ul class="answers">
          {Object.entries(responses).map(([status, { description: says, content }]) => (
            <li>
              <code>{status}</code> {says} <SchemaLink name={nameOf(Object.values(content ?? {})[0]?.schema)} />
            </li>
          ))}
        </ul>
      </details>
      <Try view={view} method={method} path={path} parameters={parameters} hasBody={body !== undefined} />
    </section>
  );
}

function SchemaLink({ name }: { name: string | null }) {
  return name === null ? null : <a href={`#schema-${name}`}>{name}</a>;
}

type TryPart = Pick<One, "view" | "method" | "path"> & {
  readonly parameters: readonly Parameter[];
  readonly hasBody: boolean;
};

/** Without scripts only what needs no part of its path to be filled can be sent: a form that asks. */
function Try({ view, method, path, parameters, hasBody }: TryPart) {
  const { docs } = view.words;
  const shown = parameters.filter((parameter) => parameter.in === "query" || parameter.in === "path");
  const isPlain = method === "get" && !path.includes("{");
  return (
    <details class="try">
      <summary>{docs.try}</summary>
      <form method="get" action={isPlain ? path : "/docs"} data-try={method} data-path={path}>
        {shown.map(({ name, in: place, required, description, schema, example }) => (
          <label>
            <span>
              <code>{name}</code> <small>{typeText(schema)}</small> {description ?? ""}
            </span>
            <input
              name={name}
              data-in={place}
              required={required}
              value={place === "path" && example !== undefined ? String(example) : ""}
            />
          </label>
        ))}
        {hasBody ? (
          <label>
            {docs.body}
            <textarea name="body" data-in="body" rows={4}>
              {"{}"}
            </textarea>
          </label>
        ) : null}
        <button type="submit" disabled={!isPlain} data-send>
          {docs.send}
        </button>
        <section class="answer" aria-live="polite" aria-label={docs.answer} hidden>
          <pre tabindex={0} />
        </section>
      </form>
    </details>
  );
}
