// A call over time: what happened on top, Karla's and the driver's sound below it, a line where it first went wrong.

const SIGNS = { barge_in: "⚡", tool: "⚒", write: "✎", transfer: "⇄", state: "●", silence: "…", line: "☎", fault: "!", heard: "?" };
const SIGN_NAMES = { barge_in: "he breaks in", tool: "tool", write: "written", transfer: "handed to a person", state: "state", silence: "silence", line: "the line", fault: "fault" };
const LEAST_PIXELS_A_SECOND = 15;
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

function drawTimeline(view, seek) {
  const percent = (t) => `${(100 * Math.min(Math.max(t / view.seconds, 0), 1)).toFixed(3)}%`;
  const stage = element("div", { class: "stage", "aria-hidden": "true" });
  stage.style.width = `max(100%, ${Math.ceil(view.seconds * LEAST_PIXELS_A_SECOND)}px)`;
  const at = (made, t) => {
    made.style.left = percent(t);
    return made;
  };
  for (const [side, name] of [["karla", "Karla"], ["driver", view.who || "driver"]]) {
    put(stage, element("div", { class: `lane ${side}` }, element("span", { class: "lanename" }, name)));
  }
  const blocks = view.turns.map((turn) => {
    const side = turn.who === "karla" ? "karla" : "driver";
    const marks = `${turn.heard ? " misheard" : ""}${turn.lost ? " cut" : ""}`;
    const made = at(element("div", { class: `block ${side}${marks}`, title: turn.text }, element("span", {}, turn.text)), turn.start);
    made.style.width = `calc(${percent(turn.end - turn.start)} + 1px)`;
    return made;
  });
  put(stage, blocks);
  (view.peaks || []).forEach((peaks, channel) => put(stage, wave(peaks, view, channel ? "driver" : "karla")));
  put(stage, markers(view, at), firstError(view, at), ticks(view, at));
  const head = element("div", { class: "head" });
  put(stage, head);
  stage.addEventListener("click", (event) => {
    const box = stage.getBoundingClientRect();
    const marked = event.target.closest("[data-t]");
    seek(marked ? Number(marked.dataset.t) : ((event.clientX - box.left) / box.width) * view.seconds);
  });
  const moveTo = (t, follow) => {
    at(head, t);
    blocks.forEach((made, number) => made.classList.toggle("now", sounds(view.turns[number], t)));
    const scroller = stage.parentElement;
    const x = (t / view.seconds) * stage.offsetWidth;
    if (follow && scroller && (x < scroller.scrollLeft + 40 || x > scroller.scrollLeft + scroller.clientWidth - 40)) {
      scroller.scrollLeft = Math.max(0, x - scroller.clientWidth * 0.3);
    }
  };
  return { stage, moveTo };
}

const sounds = (turn, t) => turn.start <= t && t < turn.end;

function wave(peaks, view, side) {
  const step = view.peakSeconds;
  const high = (place) => (23 * LETTERS.indexOf(peaks[place])) / 63;
  let path = "M0 24";
  for (let place = 0; place < peaks.length; place++) path += `L${(place * step).toFixed(2)} ${(24 - high(place)).toFixed(1)}`;
  for (let place = peaks.length - 1; place >= 0; place--) path += `L${(place * step).toFixed(2)} ${(24 + high(place)).toFixed(1)}`;
  const box = `0 0 ${view.seconds} 48`;
  return drawing("svg", { viewBox: box, preserveAspectRatio: "none", class: `wave ${side}` }, drawing("path", { d: `${path}Z`, "fill-opacity": "0.45" }));
}

function markers(view, at) {
  const made = [];
  const free = [-1, -1];
  const apart = view.seconds / 45;
  for (const event of view.events) {
    if (event.kind === "heard") continue;
    const place = free.findIndex((until) => event.t >= until);
    const level = place < 0 ? 1 : place;
    free[level] = event.t + apart;
    const told = `${clock(event.t)} ${event.kind === "tool" ? "tool " : ""}${event.text}`;
    const marker = at(element("span", { class: `marker ${event.kind}`, title: told, "data-t": event.t }, SIGNS[event.kind]), event.t);
    marker.style.top = `${1 + 23 * level}px`;
    made.push(at(element("div", { class: "stem" }), event.t), marker);
  }
  return made;
}

function firstError(view, at) {
  if (!view.wrong.length) return null;
  const late = view.wrong[0].t > view.seconds * 0.8;
  return at(element("div", { class: late ? "error left" : "error" }, element("span", {}, "first error")), view.wrong[0].t);
}

function ticks(view, at) {
  const every = [1, 2, 5, 10, 20, 30, 60].find((step) => view.seconds / step <= 14) || 120;
  const made = [];
  for (let t = 0; t < view.seconds - every / 3; t += every) made.push(at(element("span", { class: "tick" }, t ? clock(t).replace(/\.0$/, "") : "0:00"), t));
  return made;
}

function legend(view) {
  const kinds = [...new Set(view.events.map((event) => event.kind))].filter((kind) => SIGN_NAMES[kind]);
  const items = kinds.map((kind) => element("li", {}, `${SIGNS[kind]} ${SIGN_NAMES[kind]}`));
  return element("ul", { class: "legend", "aria-hidden": "true" }, items, element("li", {}, "dotted: misheard"), element("li", {}, "dashed edge: broken off"));
}
