/**
 * The map under a reader's hands: wheel, drag, pinch, buttons and keys change what part of it is seen; a place that is
 * pointed at or focused says what is known of it. Without this the map is a picture with a table behind it.
 */

const STEP = 1.35;
const ZOOM_MAX = 8;

function button(text, label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button";
  made.textContent = text;
  made.setAttribute("aria-label", label);
  made.addEventListener("click", act);
  return made;
}

function alive(frame) {
  const svg = frame.querySelector("svg");
  if (svg === null || frame.dataset.ready !== undefined) return;
  frame.dataset.ready = "";
  const { x, y, width, height } = svg.viewBox.baseVal;
  const whole = { x, y, width, height };
  let seen = { ...whole };
  const show = () => {
    const zoom = whole.width / seen.width;
    seen.x = Math.min(whole.x + whole.width - seen.width, Math.max(whole.x, seen.x));
    seen.y = Math.min(whole.y + whole.height - seen.height, Math.max(whole.y, seen.y));
    svg.setAttribute("viewBox", `${seen.x} ${seen.y} ${seen.width} ${seen.height}`);
    svg.setAttribute("data-zoom", zoom.toFixed(2));
  };
  const zoomBy = (factor, at = { x: seen.x + seen.width / 2, y: seen.y + seen.height / 2 }) => {
    const wide = Math.min(whole.width, Math.max(whole.width / ZOOM_MAX, seen.width / factor));
    const share = wide / seen.width;
    seen = {
      x: at.x - (at.x - seen.x) * share,
      y: at.y - (at.y - seen.y) * share,
      width: wide,
      height: whole.height * (wide / whole.width),
    };
    show();
  };
  const moveBy = (dx, dy) => {
    seen.x += dx * seen.width;
    seen.y += dy * seen.height;
    show();
  };
  const reset = () => {
    seen = { ...whole };
    show();
  };
  const { zoomIn, zoomOut, reset: wholeWorld, keys, panel } = frame.dataset;
  const tools = document.createElement("div");
  tools.className = "map-tools";
  tools.setAttribute("data-added", "");
  tools.append(
    button("+", zoomIn, () => zoomBy(STEP)),
    button("−", zoomOut, () => zoomBy(1 / STEP)),
    button("◯", wholeWorld, reset),
  );
  const told = document.createElement("p");
  told.className = "map-panel";
  told.setAttribute("data-added", "");
  told.setAttribute("aria-live", "polite");
  told.textContent = panel;
  frame.append(tools, told);
  frame.tabIndex = 0;
  frame.setAttribute("role", "application");
  frame.setAttribute("aria-label", keys);
  handle(frame, svg, { zoomBy, moveBy, reset, whole: () => seen });
  const tell = ({ target }) => {
    const place = target.closest?.("[data-region], [data-country]");
    if (place === null || place === undefined) return;
    told.textContent = place.querySelector("title")?.textContent ?? "";
    for (const other of svg.querySelectorAll("[data-chosen]")) other.removeAttribute("data-chosen");
    place.setAttribute("data-chosen", "");
  };
  svg.addEventListener("pointerover", tell);
  svg.addEventListener("focusin", tell);
}

const KEYS = {
  ArrowLeft: (map) => map.moveBy(-0.15, 0),
  ArrowRight: (map) => map.moveBy(0.15, 0),
  ArrowUp: (map) => map.moveBy(0, -0.15),
  ArrowDown: (map) => map.moveBy(0, 0.15),
  "+": (map) => map.zoomBy(STEP),
  "=": (map) => map.zoomBy(STEP),
  "-": (map) => map.zoomBy(1 / STEP),
  0: (map) => map.reset(),
};

function handle(frame, svg, map) {
  frame.addEventListener("keydown", (event) => {
    if (event.target !== frame || KEYS[event.key] === undefined) return;
    event.preventDefault();
    KEYS[event.key](map);
  });
  const at = ({ clientX, clientY }) => {
    const box = svg.getBoundingClientRect();
    const seen = map.whole();
    return {
      x: seen.x + ((clientX - box.left) / box.width) * seen.width,
      y: seen.y + ((clientY - box.top) / box.height) * seen.height,
    };
  };
  // The wheel scrolls the page, as everywhere, unless the map is what is meant.
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey && document.activeElement !== frame) return;
    event.preventDefault();
    map.zoomBy(event.deltaY < 0 ? STEP : 1 / STEP, at(event));
  });
  const fingers = new Map();
  svg.addEventListener("pointerdown", (event) => fingers.set(event.pointerId, event));
  addEventListener("pointerup", (event) => fingers.delete(event.pointerId));
  addEventListener("pointercancel", (event) => fingers.delete(event.pointerId));
  svg.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (before === undefined) return;
    const box = svg.getBoundingClientRect();
    if (fingers.size === 2) {
      const [other] = [...fingers.values()].filter(({ pointerId }) => pointerId !== event.pointerId);
      const apart = (finger) => Math.hypot(finger.clientX - other.clientX, finger.clientY - other.clientY);
      if (apart(before) > 0) map.zoomBy(apart(event) / apart(before), at(other));
    } else map.moveBy((before.clientX - event.clientX) / box.width, (before.clientY - event.clientY) / box.height);
    fingers.set(event.pointerId, event);
  });
}

const all = () => document.querySelectorAll("[data-map]").forEach(alive);
all();
document.addEventListener("downwhere:renewed", all);
