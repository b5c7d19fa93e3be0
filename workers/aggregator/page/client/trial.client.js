/** The reader's own trial: opaque requests, timed, once they have pressed the button; then a diagnosis with what was found. */

const TIMEOUT_MS = 8_000;
const AT_ONCE = 3;

const section = document.querySelector("section.trial");
const button = section?.querySelector("[data-trial]");
const answer = section?.querySelector("[data-answer]");

if (button && answer) {
  button.hidden = false;
  button.addEventListener("click", () => void run());
}

async function run() {
  const { endpoints, controls } = JSON.parse(section.dataset.targets);
  button.disabled = true;
  answer.setAttribute("aria-busy", "true");
  say([paragraph(section.dataset.trying)]);
  try {
    const all = [...endpoints, ...controls];
    const found = await tryAll(all);
    const listOf = (targets) => targets.map(({ id }) => found.get(id)).join(",");
    const query = new URLSearchParams({ lang: section.dataset.lang });
    if (endpoints.length > 0) query.set("tried", listOf(endpoints));
    if (controls.length > 0) query.set("controls", listOf(controls));
    for (const name of ["symptom", "platform"]) {
      const value = document.querySelector(`form.report [name=${name}]`)?.value;
      if (value && value !== "works") query.set(name, value);
    }
    const response = await fetch(`/v1/services/${section.dataset.service}/diagnosis?${query}`);
    const diagnosis = await response.json();
    if (!response.ok) throw new Error(diagnosis.detail);
    show(diagnosis, found);
  } catch (error) {
    say([paragraph(`${section.dataset.failed} ${error instanceof Error ? error.message : error}`)]);
  } finally {
    button.disabled = false;
    answer.removeAttribute("aria-busy");
  }
}

/** A few at a time: a browser that queues them would time its own queue. */
async function tryAll(targets) {
  const found = new Map();
  const left = [...targets];
  const work = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) found.set(next.id, await tryOne(next));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return found;
}

/** What answers is reached, whatever it says: the answer cannot be read. */
async function tryOne({ id, url }) {
  const began = performance.now();
  const options = { mode: "no-cors", cache: "no-store", credentials: "omit", referrerPolicy: "no-referrer" };
  const outcome = await fetch(url, { ...options, signal: AbortSignal.timeout(TIMEOUT_MS) }).then(
    () => "reached",
    () => "failed",
  );
  return `${id}:${outcome}:${Math.round(performance.now() - began)}`;
}

function show({ who, probability, headline, reasons, steps }, found) {
  answer.dataset.who = who;
  const title = element("h3", headline);
  const chance = paragraph(`${Math.round(probability * 100)} %`);
  const why = list(
    "ul",
    reasons.map(({ text }) => element("li", text)),
  );
  const what = list(
    "ol",
    steps.map(({ action, purpose, howTo }) => {
      const item = element("li", "");
      item.append(element("strong", action), ` ${purpose} `, element("em", howTo));
      return item;
    }),
  );
  const tried = element(
    "small",
    [...found.values()].map((one) => one.replace(/:(\w+):(\d+)$/, " $1 in $2 ms")).join("; "),
  );
  say([title, chance, why, what, tried]);
}

function say(nodes) {
  answer.replaceChildren(...nodes);
}

function list(kind, items) {
  const made = element(kind, "");
  made.append(...items);
  return made;
}

function paragraph(text) {
  return element("p", text);
}

/** Text is set as text: nothing of an answer is read as markup. */
function element(kind, text) {
  const made = document.createElement(kind);
  made.textContent = text;
  return made;
}
