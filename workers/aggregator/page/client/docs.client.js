/** Sends what the forms of the reference hold to our own API, and shows the answer as it came. */

for (const form of document.querySelectorAll("[data-try]")) {
  form.querySelector("[data-send]").disabled = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const place = form.querySelector(".answer");
    const answer = place.querySelector("pre");
    const query = new URLSearchParams();
    let path = form.dataset.path;
    let body;
    for (const field of form.querySelectorAll("[data-in]")) {
      if (field.dataset.in === "path") path = path.replace(`{${field.name}}`, encodeURIComponent(field.value));
      else if (field.dataset.in === "body") body = field.value;
      else if (field.value !== "") query.set(field.name, field.value);
    }
    const address = query.size === 0 ? path : `${path}?${query}`;
    place.hidden = false;
    try {
      const headers = body === undefined ? {} : { "content-type": "application/json" };
      const response = await fetch(address, { method: form.dataset.try.toUpperCase(), headers, body });
      const text = await response.text();
      const type = response.headers.get("content-type") ?? "";
      const shown = type.includes("json") ? JSON.stringify(JSON.parse(text), null, 2) : text;
      answer.textContent = `${response.status} ${type}\n\n${shown.slice(0, 20_000)}`;
    } catch (error) {
      answer.textContent = String(error);
    }
  });
}
