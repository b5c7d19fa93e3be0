/**
 * Keeps a page alive: fetches the same page again when something has happened, or every few seconds where the stream
 * cannot be had, and changes only what is different. What a reader has opened, typed or focused stays.
 */

const EVERY_MS = 4_000;
/** With the stream: only in case one of its events was lost. */
const SELDOM_MS = 60_000;
/** All readers hear an event at once; they come back spread over this time. */
const SPREAD_MS = 1_000;

let address = location.href;
let isBusy = false;
let isStreaming = false;
let renewedAt = Date.now();

/** Makes `old` like `fresh` with as few changes as are needed. `data-still` stays as it is. */
function morph(old, fresh) {
  if (old.nodeType !== fresh.nodeType || old.nodeName !== fresh.nodeName) {
    old.replaceWith(fresh);
    return;
  }
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  if (old.hasAttribute("data-still")) return;
  morphAttributes(old, fresh);
  // What a reader has chosen is not in the attributes.
  if (old.matches("select, input, textarea")) return;
  morphChildren(old, fresh);
}

/** Attributes that scripts and readers set, and a server does not know of. */
const OURS = new Set([
  "open",
  "hidden",
  "viewBox",
  "patternTransform",
  "style",
  "role",
  "tabindex",
  "aria-label",
  "data-zoom",
  "data-ready",
  "data-chosen",
]);

function morphAttributes(old, fresh) {
  for (const { name } of [...old.attributes])
    if (!fresh.hasAttribute(name) && !OURS.has(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes)
    if (old.getAttribute(name) !== value && !OURS.has(name)) old.setAttribute(name, value);
}

const keyOf = (node) => (node.nodeType === Node.ELEMENT_NODE ? node.dataset.key || node.id || null : null);

function morphChildren(old, fresh) {
  const known = new Map();
  for (const child of old.childNodes) if (keyOf(child) !== null) known.set(keyOf(child), child);
  let next = old.firstChild;
  for (const child of [...fresh.childNodes]) {
    while (next !== null && isAdded(next)) next = next.nextSibling;
    const key = keyOf(child);
    const same = key === null ? next : (known.get(key) ?? null);
    if (same === null || (key === null && keyOf(same) !== null)) {
      old.insertBefore(child, next);
      continue;
    }
    if (same === next) next = next.nextSibling;
    else old.insertBefore(same, next);
    morph(same, child);
  }
  while (next !== null) {
    const gone = next;
    next = next.nextSibling;
    if (!isAdded(gone)) gone.remove();
  }
}

/** Put there by a script of this page: the server knows nothing of it. */
const isAdded = (node) => node.nodeType === Node.ELEMENT_NODE && node.hasAttribute("data-added");

async function renew() {
  if (isBusy || document.hidden) return;
  isBusy = true;
  const wanted = address;
  try {
    const response = await fetch(wanted, { headers: { accept: "text/html" }, cache: "no-cache" });
    if (!response.ok) throw new Error(`status ${response.status}`);
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    const [main, freshMain] = [document.getElementById("main"), fresh.getElementById("main")];
    if (freshMain === null) throw new Error("the answer is no page");
    document.documentElement.removeAttribute("data-offline");
    if (document.title !== fresh.title) document.title = fresh.title;
    morph(main, document.importNode(freshMain, true));
    renewedAt = Date.now();
    document.dispatchEvent(new CustomEvent("downwhere:renewed"));
  } catch {
    // The page keeps what it last knew and says that it is no longer live; the next turn tries again.
    document.documentElement.setAttribute("data-offline", "");
  }
  isBusy = false;
  if (wanted !== address) await renew();
}

/** Another moment of the same page, such as a replay asks for. */
document.addEventListener("downwhere:show", ({ detail }) => {
  address = detail;
  renew();
});

/** What the stream tells of: changes of a state, and what happened to incidents. */
const EVENTS = [
  "status",
  "incident.suspected",
  "incident.opened",
  "incident.updated",
  "incident.recovering",
  "incident.resolved",
  "incident.withdrawn",
  "notice.published",
];

function listen(stream) {
  const source = new EventSource(stream);
  let isFirst = true;
  const heard = () => {
    // It begins by telling how everything is, which the page shows already.
    if (isFirst) isFirst = false;
    else setTimeout(renew, Math.random() * SPREAD_MS);
  };
  source.addEventListener("open", () => {
    isStreaming = true;
    isFirst = true;
  });
  source.addEventListener("error", () => {
    isStreaming = false;
  });
  for (const name of EVENTS) source.addEventListener(name, heard);
}

const { live } = document.documentElement.dataset;
if (live !== undefined) {
  listen(live);
  setInterval(() => {
    if (!isStreaming || Date.now() - renewedAt > SELDOM_MS) renew();
  }, EVERY_MS);
  document.addEventListener("visibilitychange", renew);
}
