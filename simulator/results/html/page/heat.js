// Scenarios against drivers or lines: a cell says how many valid calls passed, and leads to its calls in the list.

function startHeat() {
  const draw = () => drawHeat(byId("heat-columns").value, byId("heat-all").checked);
  byId("heat-columns").addEventListener("change", draw);
  byId("heat-all").addEventListener("change", draw);
  byId("heat-all").checked = list.calls.every((call) => call.status === "PASS") && list.calls.length <= 60;
  draw();
}

function drawHeat(dimension, everything) {
  const rows = new Map();
  for (const call of list.calls) {
    if (!rows.has(call.scenario)) rows.set(call.scenario, new Map());
    const cells = rows.get(call.scenario);
    if (!cells.has(call[dimension])) cells.set(call[dimension], []);
    cells.get(call[dimension]).push(call);
  }
  const bad = ([, cells]) => [...cells.values()].flat().some((call) => call.status !== "PASS");
  const shown = [...rows].filter((each) => everything || bad(each)).sort(([one], [other]) => one.localeCompare(other));
  const columns = [...new Set(shown.flatMap(([, cells]) => [...cells.keys()]))].sort();
  if (!shown.length) {
    byId("heat").replaceChildren(element("p", { class: "lead" }, `All ${rows.size} scenarios passed every call.`));
    return;
  }
  const head = element("tr", {}, element("td"), columns.map((name) => element("th", { scope: "col" }, plain(name))));
  const body = shown.map(([scenario, cells]) =>
    element("tr", {}, element("th", { scope: "row" }, plain(scenario)), columns.map((name) => heatCell(scenario, dimension, name, cells.get(name)))));
  byId("heat").replaceChildren(element("table", {}, element("thead", {}, head), element("tbody", {}, body)));
}

function heatCell(scenario, dimension, name, calls) {
  if (!calls) return element("td");
  const valid = calls.filter((call) => call.status === "PASS" || call.status === "FAIL").length;
  const passed = calls.filter((call) => call.status === "PASS").length;
  const kind = !valid ? "void" : passed === valid ? "all" : passed ? "some" : "none";
  const sign = { void: "?", all: "✓", some: `${passed}/${valid}`, none: valid > 1 ? `0/${valid}` : "✗" }[kind];
  const told = `${plain(scenario)}, ${plain(name)}: ${passed} of ${valid} passed`;
  const only = calls.length === 1;
  const open = () => (only ? (location.hash = addressOf(calls[0].call)) : filterBy({ words: scenario, [dimension]: name }));
  return element("td", {}, element("button", { type: "button", class: kind, title: told, "aria-label": told, onclick: open }, sign));
}
