import type { Problem } from "../../../shared/schema/index.ts";
import { Layout } from "./layout.tsx";
import { linkTo, type View } from "./view.ts";

/** What a person sees where the API would answer a problem. */
export function ErrorPage({ view, problem }: { view: View; problem: Problem }) {
  const { words } = view;
  const says = problem.status === 404 ? words.site.notFound : words.error.title;
  return (
    <Layout view={view} title={`${says} · Downwhere`}>
      <h1>{says}</h1>
      <p lang="en">{problem.detail}</p>
      <p>
        <a href={linkTo(view, "/")}>{words.error.home}</a>
      </p>
    </Layout>
  );
}
