/** Puts the widget where this script stands: `<script async src="…/widget.js" data-service="aria"></script>`. */

const script = document.currentScript;
const { service, theme, width, height } = script?.dataset ?? {};
if (script !== null && service !== undefined) {
  const frame = document.createElement("iframe");
  const address = new URL(`/widget/${encodeURIComponent(service)}`, script.src);
  if (theme !== undefined) address.searchParams.set("theme", theme);
  frame.src = address.href;
  frame.title = `Status of ${service}`;
  frame.loading = "lazy";
  frame.width = width ?? "420";
  frame.height = height ?? "132";
  frame.style.border = "0";
  frame.style.maxWidth = "100%";
  script.after(frame);
}
