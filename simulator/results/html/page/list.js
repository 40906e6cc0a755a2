// The list of all calls: found by words and choices, sorted by any column, a hundred at a time.

const AT_A_TIME = 100;
const ORDER = { FAIL: 0, INVALID: 1, INFRA: 2, STALE: 3, PASS: 4 };
const COLUMNS = [
  { name: "status", of: (call) => ORDER[call.status] ?? 3 },
  { name: "scenario", of: (call) => call.scenario },
  { name: "driver", of: (call) => call.persona },
  { name: "line", of: (call) => call.channel },
  { name: "why", of: (call) => call.why || "\uffff", kind: "why" },
  { name: "latency p95", of: (call) => call.p95 ?? -1, kind: "number" },
  { name: "cost", of: (call) => call.usd ?? -1, kind: "number wide" },
  { name: "seconds", of: (call) => call.seconds ?? -1, kind: "number wide" },
];

const list = { calls: [], found: [], shown: AT_A_TIME, column: 0, down: false };

function startList(calls) {
  list.calls = calls.map((call, number) => ({ ...call, number }));
  const form = byId("filters");
  fill(form.status, list.calls.map((call) => call.status));
  fill(form.family, list.calls.flatMap((call) => call.tags));
  fill(form.persona, list.calls.map((call) => call.persona));
  fill(form.channel, list.calls.map((call) => call.channel));
  form.addEventListener("input", refresh);
  form.addEventListener("reset", () => setTimeout(refresh));
  form.addEventListener("submit", (event) => event.preventDefault());
  byId("more").addEventListener("click", () => {
    list.shown += AT_A_TIME;
    showRows();
  });
  put(byId("table").tHead, element("tr", {}, COLUMNS.map(headCell)));
  refresh();
}

function fill(select, values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
  const options = [...counts].sort(([one], [other]) => one.localeCompare(other));
  put(select, options.map(([value, count]) => element("option", { value }, `${plain(value)} (${count})`)));
}

function headCell(column, number) {
  const sort = () => {
    list.down = list.column === number && !list.down;
    list.column = number;
    refresh();
  };
  const kind = column.kind === "why" ? "" : column.kind;
  return element("th", { scope: "col", class: kind }, element("button", { type: "button", onclick: sort }, column.name));
}

function refresh() {
  const form = byId("filters");
  const words = form.words.value.toLowerCase().split(/\s+/).filter(Boolean);
  const has = (select, value) => !select || !select.value || select.value === value;
  const fits = (call) =>
    has(form.status, call.status) && has(form.persona, call.persona) && has(form.channel, call.channel) &&
    has(form.change, call.change) && (!form.family.value || call.tags.includes(form.family.value)) &&
    words.every((word) => textOf(call).includes(word));
  const { of } = COLUMNS[list.column];
  const compare = (one, other) => (of(one) < of(other) ? -1 : of(one) > of(other) ? 1 : one.number - other.number);
  list.found = list.calls.filter(fits).sort(compare);
  if (list.down) list.found.reverse();
  list.shown = AT_A_TIME;
  [...byId("table").tHead.rows[0].cells].forEach((cell, number) => {
    if (number === list.column) cell.setAttribute("aria-sort", list.down ? "descending" : "ascending");
    else cell.removeAttribute("aria-sort");
  });
  showRows();
}

function textOf(call) {
  call.text ??= [call.call, call.title, call.why, call.blame, call.outcome, call.tags.join(" "), call.failed.join(" ")].join(" ").toLowerCase();
  return call.text;
}

function showRows() {
  const body = byId("table").tBodies[0];
  body.replaceChildren(...list.found.slice(0, list.shown).map(row));
  byId("found").textContent = `${list.found.length} of ${list.calls.length} calls`;
  const left = list.found.length - list.shown;
  byId("more").hidden = left <= 0;
  byId("more").textContent = `Show ${Math.min(left, AT_A_TIME)} more of ${left}`;
}

function row(call) {
  const sound = call.sound ? element("span", { title: "can be heard" }, " ♪", element("span", { class: "hidden" }, "can be heard")) : null;
  const trial = call.trial > 1 ? `, trial ${call.trial}` : "";
  return element("tr", {},
    element("td", { class: "nowrap" }, status(call.status), sound, call.change ? element("small", {}, change(call.change)) : null),
    element("td", {}, element("a", { href: addressOf(call.call) }, call.title || call.scenario), element("small", {}, call.scenario + trial)),
    element("td", { class: "nowrap" }, plain(call.persona)),
    element("td", { class: "nowrap" }, plain(call.channel)),
    element("td", { class: "why" }, call.why, call.blame ? element("small", {}, call.blame) : null),
    element("td", { class: "number" }, call.p95 === null ? "" : `${Math.round(call.p95)} ms`),
    element("td", { class: "number wide" }, dollars(call.usd)),
    element("td", { class: "number wide" }, call.seconds === null ? "" : Math.round(call.seconds)));
}

function filterBy(choices) {
  const form = byId("filters");
  form.reset();
  for (const [name, value] of Object.entries(choices)) form[name].value = value;
  refresh();
  byId("calls").scrollIntoView();
}
