/** Renews the live part of the page every few seconds, while the page is looked at. */

const EVERY_MS = 2_000;
const live = document.getElementById("live");

async function renew() {
  if (live === null || document.hidden) return;
  try {
    const response = await fetch("/live");
    if (!response.ok) throw new Error(`status ${response.status}`);
    const html = await response.text();
    live.removeAttribute("data-offline");
    if (live.innerHTML !== html) live.innerHTML = html;
  } catch {
    // The page keeps what it last knew and says that it is no longer live; the next turn tries again.
    live.setAttribute("data-offline", "");
  }
}

setInterval(renew, EVERY_MS);
document.addEventListener("visibilitychange", renew);
