import type { Child } from "hono/jsx";
import { fill } from "../../../shared/diagnose/language.ts";
import { Language } from "../../../shared/schema/diagnosis.ts";
import { type Asset, assetPath } from "./assets.ts";
import { LANGUAGE_NAMES } from "./language.ts";
import { linkTo, type View } from "./view.ts";
import { clockText } from "./words.ts";

/** What is around every page: the head, the way to the other pages, and the foot. It is whole without scripts. */

type Page = {
  readonly view: View;
  readonly title: string;
  /** What a search engine or a link's preview says of it. */
  readonly about?: string;
  /** Scripts of this page besides those of all pages. */
  readonly scripts?: readonly Asset[];
  /** Where the same is told as data or as a feed, for machines. */
  readonly alternates?: readonly { readonly type: string; readonly href: string }[];
  /** It tells of what changes: a script fetches it again while it is looked at. */
  readonly isLive?: boolean;
  /** The card of a link to it, 1200 × 630; the picture of the map where it has none of its own. */
  readonly card?: string;
  /** A script of somebody else, where the page's own policy allows it. */
  readonly foreignScript?: string | null;
  readonly children?: Child;
};

export function Layout({
  view,
  title,
  about,
  scripts = [],
  alternates = [],
  isLive = false,
  card = "/v1/map.svg",
  foreignScript = null,
  children,
}: Page) {
  const { words, language, kiosk } = view;
  return (
    <html lang={language} data-kiosk={kiosk ? "" : undefined} data-live={isLive ? "/v1/stream" : undefined}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title}</title>
        <meta name="description" content={about ?? words.site.about} />
        <link rel="canonical" href={`${view.origin}${view.path}${view.asked === null ? "" : `?lang=${view.asked}`}`} />
        <meta property="og:title" content={title} />
        <meta property="og:description" content={about ?? words.site.about} />
        <meta property="og:image" content={`${view.origin}${card}`} />
        <script src={assetPath("/theme.js")} />
        <link rel="stylesheet" href={assetPath("/style.css")} />
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        {alternates.map(({ type, href }) => (
          <link rel="alternate" type={type} href={href} />
        ))}
        {Language.options.map((other) => (
          <link rel="alternate" hreflang={other} href={`${view.origin}${view.path}?lang=${other}`} />
        ))}
        {(["/live.js", "/search.js", ...scripts] as const).map((script) => (
          <script type="module" src={assetPath(script)} />
        ))}
        {foreignScript === null ? null : <script src={foreignScript} async defer />}
      </head>
      <body>
        <a class="skip" href="#main">
          {words.site.skip}
        </a>
        <Top view={view} />
        <main id="main" tabindex={-1}>
          {children}
        </main>
        <Foot view={view} />
      </body>
    </html>
  );
}

const PAGES = [
  ["map", "/"],
  ["incidents", "/incidents"],
  ["probes", "/regions"],
  ["check", "/check"],
  ["docs", "/docs"],
] as const;

function Top({ view }: { view: View }) {
  const { words, path } = view;
  return (
    <header class="top">
      <a class="brand" href={linkTo(view, "/")}>
        Downwhere <small>{words.site.claim}</small>
      </a>
      <nav aria-label={words.nav.label}>
        {PAGES.map(([name, href]) => (
          <a href={linkTo(view, href)} aria-current={path === href ? "page" : undefined}>
            {words.nav[name]}
          </a>
        ))}
      </nav>
      <div class="tools">
        {/* Without scripts it leads to the list; with them it opens the search. */}
        <a
          class="button"
          href={linkTo(view, "/#services")}
          data-search
          data-name={words.search.name}
          data-none={words.search.none}
          data-close={words.search.close}
          data-lang={view.asked ?? ""}
        >
          {words.search.open} <kbd>⌘K</kbd>
        </a>
        <button
          type="button"
          class="button needs-script"
          data-theme-toggle
          data-system={words.theme.system}
          data-light={words.theme.light}
          data-dark={words.theme.dark}
        >
          {words.theme.label}: <span>{words.theme.system}</span>
        </button>
      </div>
    </header>
  );
}

function Foot({ view }: { view: View }) {
  const { words } = view;
  return (
    <footer class="foot">
      <p>{words.site.about}</p>
      <p>{words.site.free}</p>
      <nav aria-label={words.language}>
        {Language.options.map((language) => (
          <a
            href={`${view.path}?lang=${language}`}
            lang={language}
            hreflang={language}
            aria-current={language === view.language ? "true" : undefined}
          >
            {LANGUAGE_NAMES[language]}
          </a>
        ))}
      </nav>
      <p>
        <a href="/openapi.json">OpenAPI</a> <a href="/llms.txt">llms.txt</a>
      </p>
    </footer>
  );
}

/** The time that the page speaks of, and whether it is older than it should be. */
export function AsOf({ view, asOf, stale }: { view: View; asOf: string; stale: boolean }) {
  const { site } = view.words;
  return (
    <p class="asof" data-offline-text={site.offline}>
      <time datetime={asOf}>{fill(site.asOf, { time: clockText(asOf) })}</time>
      {stale ? <strong class="stale"> {site.stale}</strong> : null}
    </p>
  );
}
