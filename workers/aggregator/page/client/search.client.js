/** Finds a service by name from every page: Cmd-K, Ctrl-K, "/" or the button. The list is fetched when it is first wanted. */

const opener = document.querySelector("[data-search]");
let services = null;

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const { name, none, close, lang } = opener.dataset;
const input = element("input", {
  type: "search",
  id: "search-input",
  role: "combobox",
  autocomplete: "off",
  "aria-expanded": "true",
  "aria-controls": "search-list",
  "aria-autocomplete": "list",
});
const list = element("ul", { id: "search-list", role: "listbox", "aria-label": name });
const empty = element("p", { class: "empty", role: "status" });
const closer = element("button", { type: "button", class: "button" }, close);
const label = element("label", { for: "search-input" }, name);
const dialog = element("dialog", { class: "search", "aria-label": name }, label, input, list, empty, closer);
document.body.append(dialog);

const SIGNS = { up: "●", degraded: "▲", down: "✕", unknown: "?" };
const RANK = { down: 0, degraded: 1, unknown: 2, up: 2 };
const SHOWN = 8;
let found = [];
let at = 0;

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const linkTo = (id) => `/s/${id}${lang === "" ? "" : `?lang=${lang}`}`;

function show() {
  const wanted = plain(input.value.trim());
  found = (services ?? [])
    .map((service) => ({ ...service, place: plain(`${service.name} ${service.id}`).indexOf(wanted) }))
    .filter(({ place }) => place >= 0)
    .sort((a, b) => RANK[a.state] - RANK[b.state] || a.place - b.place || a.name.localeCompare(b.name))
    .slice(0, SHOWN);
  at = Math.min(at, Math.max(0, found.length - 1));
  list.replaceChildren(
    ...found.map(({ id, name: text, state }, index) =>
      element(
        "li",
        { id: `search-${index}`, role: "option", class: state, "aria-selected": String(index === at), "data-id": id },
        element("span", { class: "sign", "aria-hidden": "true" }, SIGNS[state]),
        ` ${text}`,
      ),
    ),
  );
  list.hidden = found.length === 0;
  empty.textContent = services !== null && found.length === 0 ? none : "";
  if (found.length === 0) input.removeAttribute("aria-activedescendant");
  else input.setAttribute("aria-activedescendant", `search-${at}`);
}

async function open() {
  if (dialog.open) return;
  input.value = "";
  at = 0;
  dialog.showModal();
  input.focus();
  show();
  try {
    const response = await fetch("/v1/status");
    services = (await response.json()).services;
    show();
  } catch {
    // Without the list the button's own link still leads to all services.
    dialog.close();
    location.assign(opener.href);
  }
}

const go = () => found[at] !== undefined && location.assign(linkTo(found[at].id));

opener.addEventListener("click", (event) => {
  event.preventDefault();
  open();
});
closer.addEventListener("click", () => dialog.close());
dialog.addEventListener("close", () => opener.focus());
input.addEventListener("input", () => {
  at = 0;
  show();
});
input.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step !== undefined && found.length > 0) {
    event.preventDefault();
    at = (at + step + found.length) % found.length;
    show();
  } else if (event.key === "Enter") {
    event.preventDefault();
    go();
  }
});
list.addEventListener("click", ({ target }) => {
  const id = target.closest("[data-id]")?.dataset.id;
  if (id !== undefined) location.assign(linkTo(id));
});
document.addEventListener("keydown", (event) => {
  const isTyping = event.target instanceof Element && event.target.matches("input, textarea, select");
  const isCommand = event.key.toLowerCase() === "k" && (event.metaKey || event.ctrlKey);
  if (!isCommand && (event.key !== "/" || isTyping)) return;
  event.preventDefault();
  open();
});
