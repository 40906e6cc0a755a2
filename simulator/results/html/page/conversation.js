// What was said and what happened, as a chat; every line leads to its moment.

const NAMES = { karla: "Karla", driver: "driver", someone: "someone else", machine: "a machine" };
const SLOW_SECONDS = 1.5;

function drawConversation(view, seek) {
  const items = [
    ...view.turns.map((turn, number) => ({ t: turn.start, made: () => turnItem(view, turn, number, seek) })),
    ...view.events.map((event) => ({ t: event.t, made: () => eventItem(event, seek) })),
  ];
  const [first] = view.wrong;
  if (first) items.push({ t: first.t - 0.0001, made: () => element("li", { class: "turningpoint" }, `✗ ${first.first ? "First critical error" : "It went wrong"} at ${seconds(first.t)}, ${first.label}: ${first.what}`) });
  items.sort((one, other) => one.t - other.t);
  const chat = element("ol", { class: "chat" }, items.map((item) => item.made()));
  const turns = [...chat.querySelectorAll(".turn")];
  const center = (item) => {
    const box = chat.parentElement;
    if (item && box) box.scrollTop = item.offsetTop - box.clientHeight / 3;
  };
  let last = null;
  const now = (t) => {
    const sounding = turns.filter((turn) => sounds(view.turns[Number(turn.dataset.turn)], t));
    for (const turn of turns) {
      const is = sounding.includes(turn);
      turn.classList.toggle("now", is);
      if (is) turn.setAttribute("aria-current", "true");
      else turn.removeAttribute("aria-current");
    }
    const [newest] = sounding.slice(-1);
    if (newest && newest !== last) center(newest);
    last = newest || last;
  };
  return { chat, now, center };
}

function turnItem(view, turn, number, seek) {
  const karla = turn.who === "karla";
  const name = turn.who === "driver" ? view.who || NAMES.driver : NAMES[turn.who];
  const lost = turn.lost ? element("span", { class: "lost" }, ` [not ${karla ? "heard" : "said"}: ${turn.lost}]`) : null;
  const say = element("button", { type: "button", class: "say", lang: "es-MX", onclick: () => seek(turn.start) },
    element("span", { class: "hidden" }, `${clock(turn.start)} ${name}: `), turn.text, lost);
  return element("li", { class: `turn ${karla ? "karla" : "other"}`, "data-turn": number },
    element("header", {}, element("b", {}, name), ` · ${clock(turn.start)}`, waited(turn), (turn.notes || []).map((note) => ` · ${note}`)),
    say, turn.heard ? understood(turn) : null);
}

function waited(turn) {
  if (turn.waited === undefined) return null;
  const slow = turn.waited >= SLOW_SECONDS;
  const parts = Object.entries(turn.parts).map(([name, value]) => `${name} ${value.toFixed(2)}`).join(", ");
  return [" · ", element("span", { class: slow ? "late" : "", title: parts }, `answers after ${turn.waited.toFixed(2)} s${slow ? ` (${parts})` : ""}`)];
}

function understood(turn) {
  const pieces = turn.heard.map(([mark, said, heard]) => {
    if (mark === "same") return `${said} `;
    const gone = said ? element("del", {}, said) : null;
    return [gone, gone && heard ? " " : null, heard ? element("ins", {}, heard) : null, " "];
  });
  const heard = turn.heard.map(([, , words]) => words).filter(Boolean).join(" ");
  const sure = turn.confidence === undefined ? "" : `, ${Math.round(100 * turn.confidence)} % sure`;
  return element("div", { class: "understood", lang: "es-MX" },
    element("small", { lang: "en" }, heard ? `Karla understood «${heard}»${sure}: ` : "Karla heard none of it: "), pieces);
}

function eventItem(event, seek) {
  const at = element("button", { type: "button", class: "at", onclick: () => seek(event.t) }, clock(event.t));
  const sign = element("span", { class: "sign", "aria-hidden": "true" }, SIGNS[event.kind]);
  const told = event.kind === "tool" ? toolCall(event) : event.text;
  return element("li", { class: `happened ${event.kind}` }, sign, element("div", {}, at, " ", told));
}

function toolCall(event) {
  const ignored = event.ignored.length ? [element("dt", {}, "ignored"), element("dd", {}, event.ignored.join(", "))] : null;
  const says = event.says ? [element("dt", {}, "says"), element("dd", { lang: "es-MX" }, event.says)] : null;
  return ["tool ", element("code", {}, event.text), ` → ${event.answer}`,
    element("dl", {}, event.arguments.map(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]), ignored, says)];
}
