/** What is for one reader only: the answer to "is it just me?", the copied command, and the replay's slider. */

async function answer(form) {
  const place = document.querySelector("[data-me-answer]");
  if (place === null) return;
  const query = new URLSearchParams(form === null ? "" : new FormData(form));
  const lang = new URLSearchParams(location.search).get("lang");
  if (lang !== null) query.set("lang", lang);
  try {
    const response = await fetch(`${place.dataset.meAnswer}?${query}`, { headers: { accept: "text/html" } });
    if (!response.ok) throw new Error(`status ${response.status}`);
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    const result = fresh.querySelector("[data-me-result]");
    if (result !== null) place.replaceChildren(document.importNode(result, true));
  } catch {
    // The form is still there, and sends the question by itself.
    if (form !== null) form.submit();
  }
}

if (document.querySelector("[data-me-answer]") !== null) {
  answer(null);
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-me]")) return;
    event.preventDefault();
    answer(event.target);
  });
}

for (const curl of document.querySelectorAll("[data-curl]"))
  curl.textContent = `curl -s ${location.origin}${curl.dataset.curl}`;
for (const button of document.querySelectorAll("[data-copy]")) {
  if (navigator.clipboard === undefined) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(`curl -s ${location.origin}${button.dataset.copy}`);
    const says = button.textContent;
    button.textContent = button.dataset.copied;
    setTimeout(() => {
      button.textContent = says;
    }, 2_000);
  });
}

const WAIT_MS = 120;
const replay = document.querySelector("[data-replay]");
if (replay !== null) {
  replay.querySelector("[data-submit]").hidden = true;
  let timer;
  replay.elements.at.addEventListener("input", ({ target }) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const address = new URL(location.href);
      address.searchParams.set("at", target.value);
      history.replaceState(null, "", address);
      document.dispatchEvent(new CustomEvent("downwhere:show", { detail: address.href }));
    }, WAIT_MS);
  });
}
