/**
 * The map under a reader's hands: wheel, drag, pinch, buttons and keys change what part of it is seen; a place that is
 * pointed at, or gone to with N, says what is known of it. Without this the map is a picture with a table behind it.
 */

const STEP = 1.35;
const ZOOM_MAX = 8;

/** What part of the world is seen, and how it is changed. */
function viewOf(svg) {
  const { x, y, width, height } = svg.viewBox.baseVal;
  const whole = { x, y, width, height };
  let seen = { ...whole };
  const hatches = [...svg.querySelectorAll("pattern")].map((hatch) => [hatch, hatch.getAttribute("patternTransform")]);
  const show = () => {
    seen.x = Math.min(whole.x + whole.width - seen.width, Math.max(whole.x, seen.x));
    seen.y = Math.min(whole.y + whole.height - seen.height, Math.max(whole.y, seen.y));
    svg.setAttribute("viewBox", `${seen.x} ${seen.y} ${seen.width} ${seen.height}`);
    const zoom = (whole.width / seen.width).toFixed(2);
    svg.setAttribute("data-zoom", zoom);
    // Lines, marks and hatches keep their size while the world grows beneath them.
    svg.style.setProperty("--zoom", zoom);
    for (const [hatch, turn] of hatches) hatch.setAttribute("patternTransform", `${turn} scale(${1 / zoom})`);
  };
  return {
    at({ clientX, clientY }) {
      const box = svg.getBoundingClientRect();
      return {
        x: seen.x + ((clientX - box.left) / box.width) * seen.width,
        y: seen.y + ((clientY - box.top) / box.height) * seen.height,
      };
    },
    zoomBy(factor, at = { x: seen.x + seen.width / 2, y: seen.y + seen.height / 2 }) {
      const wide = Math.min(whole.width, Math.max(whole.width / ZOOM_MAX, seen.width / factor));
      const share = wide / seen.width;
      const left = at.x - (at.x - seen.x) * share;
      const top = at.y - (at.y - seen.y) * share;
      seen = { x: left, y: top, width: wide, height: whole.height * (wide / whole.width) };
      show();
    },
    moveBy(dx, dy) {
      seen.x += dx * seen.width;
      seen.y += dy * seen.height;
      show();
    },
    /** Brings a place to the middle, near enough to be told from its neighbours. */
    goTo(place) {
      const { x, y, width, height } = place.getBBox();
      const wide = Math.min(whole.width / 2, Math.max(whole.width / 5, width * 3));
      const high = whole.height * (wide / whole.width);
      seen = { x: x + width / 2 - wide / 2, y: y + height / 2 - high / 2, width: wide, height: high };
      show();
    },
    reset() {
      seen = { ...whole };
      show();
    },
  };
}

/** Tells of a place in the line below the map, with the way to more about it. */
function teller(frame, svg) {
  const panel = frame.querySelector(".map-panel");
  const { more, why, lang } = frame.dataset;
  const pathOf = ({ dataset }) => {
    if (dataset.region !== undefined) return `/regions/${dataset.region}`;
    return dataset.whose === undefined ? null : `/s/${dataset.whose}`;
  };
  // What was clicked stays told of while the pointer is on its way to the link.
  let isPinned = false;
  const linkFor = (path) => {
    const link = document.createElement("a");
    const isHere = path === location.pathname;
    link.href = isHere ? "#why" : lang === "" ? path : `${path}?lang=${lang}`;
    link.textContent = isHere ? why : more;
    return link;
  };
  return {
    hover(place) {
      if (!isPinned) this.tell(place);
    },
    pin(place) {
      isPinned = place !== null;
      if (place !== null) this.tell(place);
    },
    tell(place) {
      if (place.hasAttribute("data-chosen")) return;
      for (const other of svg.querySelectorAll("[data-chosen]")) other.removeAttribute("data-chosen");
      place.setAttribute("data-chosen", "");
      panel.textContent = `${place.querySelector("title")?.textContent ?? ""} `;
      const path = pathOf(place);
      if (path !== null && (path !== location.pathname || document.getElementById("why") !== null))
        panel.append(linkFor(path));
    },
    next(step) {
      const places = [...svg.querySelectorAll(PLACES)];
      if (places.length === 0) return;
      const at = places.findIndex((place) => place.hasAttribute("data-chosen"));
      this.pin(places[(at + step + places.length) % places.length]);
    },
    open() {
      panel.querySelector("a")?.click();
    },
  };
}

/** Where something may be the matter, and the probes: what N goes through. */
const PLACES = '[data-country][data-state="down"], [data-country][data-state="degraded"], [data-region]';

const KEYS = {
  ArrowLeft: ({ view }) => view.moveBy(-0.15, 0),
  ArrowRight: ({ view }) => view.moveBy(0.15, 0),
  ArrowUp: ({ view }) => view.moveBy(0, -0.15),
  ArrowDown: ({ view }) => view.moveBy(0, 0.15),
  "+": ({ view }) => view.zoomBy(STEP),
  "=": ({ view }) => view.zoomBy(STEP),
  "-": ({ view }) => view.zoomBy(1 / STEP),
  0: ({ view }) => view.reset(),
  Escape: ({ places }) => places.pin(null),
  n: ({ places }) => places.next(1),
  N: ({ places }) => places.next(-1),
  Enter: ({ places }) => places.open(),
};

function alive(frame) {
  const svg = frame.querySelector("svg");
  if (svg === null || frame.dataset.ready !== undefined) return;
  frame.dataset.ready = "";
  const map = { view: viewOf(svg), places: teller(frame, svg) };
  frame.tabIndex = 0;
  frame.setAttribute("role", "group");
  frame.setAttribute("aria-label", frame.dataset.keys);
  frame.addEventListener("keydown", (event) => {
    const isCommand = event.ctrlKey || event.metaKey || event.altKey;
    if (event.target !== frame || isCommand || KEYS[event.key] === undefined) return;
    event.preventDefault();
    KEYS[event.key](map);
  });
  const acts = { in: () => map.view.zoomBy(STEP), out: () => map.view.zoomBy(1 / STEP), reset: map.view.reset };
  for (const button of frame.querySelectorAll("[data-zoom-by]"))
    button.addEventListener("click", acts[button.dataset.zoomBy]);
  const placeAt = ({ target }) => target.closest("[data-region], [data-country]");
  svg.addEventListener("pointerover", (event) => {
    const place = placeAt(event);
    if (place !== null) map.places.hover(place);
  });
  svg.addEventListener("click", (event) => map.places.pin(placeAt(event)));
  frame.addEventListener("click", (event) => {
    const picked = event.target.closest("[data-pick]");
    const place = picked === null ? null : svg.querySelector(`[data-country="${picked.dataset.pick}"]`);
    if (place === null) return;
    event.preventDefault();
    map.view.goTo(place);
    map.places.pin(place);
  });
  drag(frame, svg, map.view);
}

function drag(frame, svg, view) {
  // The wheel scrolls the page, as everywhere, unless the map is what is meant.
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey && document.activeElement !== frame) return;
    event.preventDefault();
    view.zoomBy(event.deltaY < 0 ? STEP : 1 / STEP, view.at(event));
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
      if (apart(before) > 0) view.zoomBy(apart(event) / apart(before), view.at(other));
    } else view.moveBy((before.clientX - event.clientX) / box.width, (before.clientY - event.clientY) / box.height);
    fingers.set(event.pointerId, event);
  });
}

const all = () => document.querySelectorAll("[data-map]").forEach(alive);
all();
document.addEventListener("downwhere:renewed", all);
