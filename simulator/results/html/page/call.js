// The view of one call.

async function openCall(call) {
  const view = await unpack(`view-${call.number}`);
  if (byId("call").hidden || !location.hash.endsWith(addressOf(call.call))) return;
  const sound = call.sound ? bytesOf(`sound-${call.number}`) : null;
  const page = byId("call");
  closeCall();
  page.replaceChildren(...crumbs(call), heading(call, view));
  if (view.missing) {
    put(page, element("p", { class: "notice" }, view.missing), commandTo(call));
    page.querySelector("h1").focus();
    return;
  }
  let timeline, conversation;
  const player = makePlayer(view, sound, (t, follow) => {
    timeline.moveTo(t, follow);
    conversation.now(t);
  });
  timeline = drawTimeline(view, player.seek);
  conversation = drawConversation(view, player.seek);
  const lanes = element("div", { class: "lanes" }, timeline.stage);
  const silent = sound ? null : element("p", {}, element("small", {}, "The sound of this call is not in this file. "), element("code", {}, `karla report ${report.path} --audio all`));
  put(page,
    element("section", { class: "player", "aria-label": "player" }, player.transport, silent, lanes, player.slider, legend(view)),
    element("div", { class: "callgrid" },
      element("section", { "aria-label": "conversation" }, element("h2", {}, "Conversation"), element("div", { class: "chatbox", tabindex: "0", role: "group", "aria-label": "conversation" }, conversation.chat)),
      element("div", { class: "side" }, sideOf(call, view, player))));
  playing = player;
  player.show(true);
  conversation.center(page.querySelector(".turningpoint"));
  (sound ? player.play : page.querySelector("h1")).focus({ preventScroll: true });
}

function closeCall() {
  if (playing) playing.stop();
  playing = null;
}

function crumbs(call) {
  const place = list.found.findIndex((each) => each.call === call.call);
  const next = (by, name) => {
    const other = place < 0 ? null : list.found[place + by];
    return other ? element("a", { href: addressOf(other.call) }, name) : null;
  };
  return [element("nav", { class: "crumbs", "aria-label": "calls" }, element("a", { href: "#" }, "← all calls"), element("span", { class: "gap" }), next(-1, "← previous"), next(1, "next →"))];
}

function heading(call, view) {
  const whose = { inbound: "the driver phones Karla", outbound: "Karla phones the driver" }[view.direction];
  const when = view.now ? `${view.now.slice(0, 16).replace("T", " ")}, ${view.zone}` : "";
  const meta = [view.who || plain(call.persona), `line ${plain(call.channel)}`, whose, when].filter(Boolean).join(" · ");
  return element("header", { class: "callhead" },
    element("p", {}, status(call.status), " ", change(call.change)),
    element("h1", { tabindex: "-1", lang: "es-MX" }, call.title || call.scenario),
    call.why ? element("p", { class: "reason" }, call.why) : null,
    call.blame ? element("p", { class: "meta" }, `First critical error, ${call.blame}`) : null,
    element("p", { class: "meta" }, meta));
}

function sideOf(call, view, player) {
  const part = (name, ...content) => element("section", {}, element("h2", {}, name), content);
  const failed = view.checks.filter((check) => !check.ok);
  const passed = view.checks.filter((check) => check.ok);
  return [
    view.wrong.length ? part("What went wrong", element("ol", { class: "wrong" }, view.wrong.map((each) => wrongItem(each, player)))) : null,
    part("The trip in the client's system", tripTable(view)),
    part("Expected and actual", endsTable(view)),
    view.states.length ? part("Way through the states", element("ol", { class: "path" }, view.states.map((state) =>
      element("li", {}, element("button", { type: "button", title: plain(state.move), onclick: () => player.seek(state.t) }, plain(state.to)))))) : null,
    part("Checks", element("ul", { class: "checks" },
      failed.map((check) => element("li", { class: "no" }, element("b", {}, plain(check.name)), `: ${check.why}`)),
      passed.map((check) => element("li", { class: "ok" }, plain(check.name))))),
    part("Line", facts({ ...view.line, seed: call.seed })),
    part("Again on a terminal", commandTo(call)),
  ];
}

function wrongItem(each, player) {
  return element("li", {}, element("button", { type: "button", onclick: () => player.seek(Math.max(0, each.t - 2)) },
    element("span", { class: "at" }, seconds(each.t)), element("span", {}, element("b", {}, each.label), `: ${each.what}`)));
}

function tripTable(view) {
  const head = ["", "before", "after", "should be", ""].map((name) => element("th", { scope: "col" }, name));
  const remark = (fact) => (fact.right ? element("span", { class: "good" }, fact.changed ? "✓ changed" : "✓") : element("span", { class: "bad" }, "✗ wrong"));
  const rows = view.trip.map((fact) => element("tr", {}, element("th", { scope: "row" }, fact.fact), element("td", {}, fact.before),
    element("td", { class: fact.right ? "" : "bad" }, fact.after), element("td", {}, fact.should), element("td", {}, remark(fact))));
  const differs = view.trip.filter((fact) => fact.truth !== "none" && fact.truth !== fact.before);
  const knows = differs.length ? element("p", {}, element("small", {}, `The driver knows: ${differs.map((fact) => `${fact.fact} ${fact.truth}`).join(", ")}`)) : null;
  return [element("div", { class: "scroll" }, element("table", { class: "diff" }, element("thead", {}, element("tr", {}, head)), element("tbody", {}, rows))), knows];
}

function endsTable(view) {
  const head = ["", "should", "was", ""].map((name) => element("th", { scope: "col" }, name));
  const rows = view.ends.map((each) => element("tr", {}, element("th", { scope: "row" }, each.name), element("td", {}, plain(each.should)), element("td", {}, plain(each.was)),
    element("td", {}, element("span", { class: each.right ? "good" : "bad" }, each.right ? "✓" : "✗"))));
  return element("div", { class: "scroll" }, element("table", { class: "diff" }, element("thead", {}, element("tr", {}, head)), element("tbody", {}, rows)));
}

function facts(named) {
  const empty = (value) => value === null || value === "" || (typeof value === "object" && !Object.keys(value).length);
  const shown = Object.entries(named).filter(([, value]) => !empty(value));
  return element("dl", { class: "facts" }, shown.map(([name, value]) => [element("dt", {}, plain(name)), element("dd", {}, inWords(value))]));
}

function inWords(value) {
  if (value === null || typeof value !== "object") return String(value);
  if (Array.isArray(value)) return value.map(inWords).join(", ");
  return Object.entries(value).map(([name, each]) => `${plain(name)} ${inWords(each)}`).join(", ");
}

function commandTo(call) {
  return element("p", {}, element("code", {}, call.replay));
}
