/** Light or dark as the reader chose it, before anything is drawn. Kept in this browser only; no cookie is set. */
(() => {
  const KEY = "downwhere-theme";
  const NEXT = { system: "light", light: "dark", dark: "system" };
  const root = document.documentElement;
  let theme = "system";
  try {
    theme = NEXT[localStorage.getItem(KEY)] === undefined ? "system" : localStorage.getItem(KEY);
  } catch {
    // Storage is refused: the choice lasts as long as the page.
  }
  const show = () => {
    if (theme === "system") root.removeAttribute("data-theme");
    else root.setAttribute("data-theme", theme);
    const toggle = document.querySelector("[data-theme-toggle]");
    if (toggle === null) return;
    toggle.querySelector("span").textContent = toggle.dataset[theme];
  };
  show();
  document.addEventListener("DOMContentLoaded", show);
  document.addEventListener("click", ({ target }) => {
    if (!(target instanceof Element) || target.closest("[data-theme-toggle]") === null) return;
    theme = NEXT[theme];
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // As above.
    }
    show();
  });
})();
