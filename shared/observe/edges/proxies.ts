import type { Page, Row } from "./row.ts";

/**
 * Proxies and load balancers that stand behind an edge or alone. Most of them put their name on whatever they pass on, so
 * it is the page that tells; only where a name stands on nothing but a proxy's own answers is the header enough.
 */

const gateway = (name: string, pages: readonly Omit<Page, "maker">[], provider: string | null = null): Row => ({
  name,
  provider,
  marks: [],
  pages: pages.map((page) => ({ maker: "gateway" as const, ...page })),
});

/** A gateway's name in the `Server` header of answers that it has made itself. */
const server = (name: string): Omit<Page, "maker"> => ({ statuses: [502, 503, 504], header: ["server", name] });
const page = (...body: readonly string[]): Omit<Page, "maker"> => ({ body });

export const PROXIES: readonly Row[] = [
  // nginx and its kin sign their pages in the middle of the last line.
  gateway("nginx", [
    { statuses: [502, 503, 504], body: ["<center>nginx"] },
    { statuses: [502, 503, 504], body: ["powered by nginx"] },
  ]),
  gateway("OpenResty", [{ statuses: [502, 503, 504], body: ["<center>openresty"] }]),
  gateway("Tengine", [{ statuses: [502, 503, 504], body: ["<center>tengine"] }]),
  gateway("Envoy", [
    page("upstream connect error or disconnect/reset before headers"),
    { statuses: [503], body: ["no healthy upstream"] },
    { statuses: [504], body: ["upstream request timeout"] },
    { statuses: [503], body: ["upstream_reset_before_response_started"] },
    // Set where Envoy itself turned a request away: its circuit breaker is open.
    { statuses: [502, 503, 504], header: ["x-envoy-overloaded", ""] },
  ]),
  gateway("HAProxy", [
    page("no server is available to handle this request"),
    page("the server returned an invalid or incomplete response"),
    page("the server didn't respond in time"),
    server("haproxy"),
  ]),
  gateway("an AWS load balancer", [server("awselb")], "aws"),
  gateway(
    "Amazon API Gateway",
    [
      { statuses: [502], header: ["x-amz-apigw-id", ""], body: ['{"message":', "internal server error"] },
      { statuses: [503], header: ["x-amz-apigw-id", ""], body: ['{"message":', "service unavailable"] },
      { statuses: [504], header: ["x-amz-apigw-id", ""], body: ["endpoint request timed out"] },
      { statuses: [503, 504], header: ["apigw-requestid", ""], body: ['{"message":"service unavailable"}'] },
    ],
    "aws",
  ),
  gateway("Traefik", [{ statuses: [503], body: ["no available server"] }]),
  gateway("Kong", [
    server("kong/"),
    page("an invalid response was received from the upstream server"),
    page("failure to get a peer from the ring-balancer"),
    page("the upstream server is timing out"),
  ]),
  gateway("Varnish", [page("guru meditation", "varnish cache server")]),
  gateway("Caddy", [{ statuses: [502, 503, 504], header: ["server", "caddy"] }]),
  gateway("Apache", [
    page("proxy error", "received an invalid response from an upstream server"),
    {
      statuses: [503],
      body: ["the server is temporarily unable to service your", "maintenance downtime or capacity problems"],
    },
    { statuses: [504], body: ["the gateway did not receive a timely response", "from the upstream server"] },
  ]),
  gateway("IIS as a proxy", [
    page("web server received an invalid response while acting as a gateway or proxy server"),
    { statuses: [503], header: ["server", "microsoft-httpapi"], body: ["the service is unavailable"] },
  ]),
  gateway("Azure Application Gateway", [page("microsoft-azure-application-gateway")], "azure"),
  gateway("LiteSpeed", [{ statuses: [502, 503, 504], body: ["litespeed web server"] }]),
  gateway("Squid", [page("the requested url could not be retrieved", "squid")]),
];

/** Words of applications and the frameworks under them: whoever says this has run. */
export const APPLICATIONS: Row = {
  name: "the application",
  provider: null,
  marks: [],
  pages: [
    page("error establishing a database connection"),
    page("briefly unavailable for scheduled maintenance"),
    page("we're sorry, but something went wrong"),
    page("whoops, looks like something went wrong"),
    page("<h1>server error (500)</h1>"),
    page("whitelabel error page"),
    page("<title>500: internal server error</title>", "__next"),
    page("a server-side exception has occurred"),
    page("traceback (most recent call last)"),
    page("fatal error: uncaught"),
    page("apache tomcat"),
    page("django version"),
  ].map((words) => ({ maker: "application" as const, ...words })),
};
