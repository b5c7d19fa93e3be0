import type { Cause, Outcome } from "../../../shared/schema/index.ts";

/** What each cause means to whoever asked, in one sentence. */

const SENTENCES: Readonly<Record<Cause, string>> = {
  resolve_nxdomain: "The name does not exist.",
  resolve_servfail: "The name could not be resolved: its name servers, or yours, are broken.",
  resolve_timeout: "The name could not be resolved: no name server answered in time.",
  resolve_empty: "The name exists and has no address.",
  connect_refused: "Nothing listens there: the connection was refused.",
  connect_timeout: "Nothing answers there: the host is down, or a firewall drops what is sent to it.",
  connect_reset: "The connection was cut before an answer was complete.",
  connect_unreachable: "There is no route to the host.",
  tls_expired: "The certificate is out of date; browsers refuse the site.",
  tls_untrusted: "The certificate is signed by nobody that this machine trusts.",
  tls_name_mismatch: "The certificate is for another name.",
  tls_handshake: "No secure connection could be agreed on.",
  cdn_error: "The CDN in front of the site is failing by itself.",
  gateway_error: "A proxy in front of the application could not get an answer from it.",
  gateway_timeout: "A proxy in front of the application waited for it in vain.",
  origin_error: "The application itself is failing.",
  origin_unreachable: "The CDN is well; the server behind it does not answer.",
  response_timeout: "It was reached and gave no answer in time.",
  desync: "Regions see different versions of the same data.",
  response_status: "It answers, and not as it should.",
  body_mismatch: "It answers with other content than expected.",
  body_truncated: "The answer breaks off.",
  slow: "It answers, and slowly.",
  blocked: "The site refuses machines like this one, which says nothing about its users.",
  probe_error: "Nothing was learned about the site: our own side did not get to ask.",
};

export function conclude(outcome: Outcome, cause: Cause | null): string {
  if (cause !== null) return SENTENCES[cause];
  return outcome === "pass" ? "It works from here." : "Nothing was learned about the site.";
}
