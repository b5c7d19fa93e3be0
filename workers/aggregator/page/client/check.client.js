/** Sends the form without leaving the page, and says that looking takes a moment. Without it the form works as it is. */

const form = document.querySelector("[data-check]");
const place = document.getElementById("answer");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  const says = button.textContent;
  button.disabled = true;
  button.textContent = form.dataset.looking;
  try {
    const response = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { accept: "text/html" },
    });
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("answer");
    place.replaceChildren(...document.importNode(fresh, true).childNodes);
  } catch {
    form.submit();
  }
  button.disabled = false;
  button.textContent = says;
});
