// What the page does when it opens, and which of its two views an address means.

let report = null;
let scrolled = 0;

function follow() {
  const name = location.hash.startsWith("#call=") ? decodeURIComponent(location.hash.slice(6)) : "";
  const call = name && list.calls.find((each) => each.call === name);
  if (!byId("overview").hidden) scrolled = window.scrollY;
  byId("overview").hidden = Boolean(call);
  byId("call").hidden = !call;
  if (call) {
    window.scrollTo(0, 0);
    openCall(call).catch(tellBroken);
    return;
  }
  closeCall();
  if (!location.hash || location.hash === "#") window.scrollTo(0, scrolled);
  else byId(location.hash.slice(1))?.scrollIntoView();
}

function tellBroken(error) {
  byId("broken").hidden = false;
  byId("broken").textContent = `This page could not be shown in full: ${error.message}. It needs a browser of 2023 or later.`;
}

function onKey(event) {
  if (!playing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") location.hash = "";
  if (event.target.closest("button, input, select, a, textarea")) return;
  if (event.key === " ") {
    event.preventDefault();
    playing.toggle();
  } else if (event.key === "ArrowLeft") playing.step(-2);
  else if (event.key === "ArrowRight") playing.step(2);
}

function changeTheme() {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
}

async function start() {
  byId("theme").addEventListener("click", changeTheme);
  report = await unpack("index");
  startList(report.calls);
  startHeat();
  addEventListener("hashchange", follow);
  addEventListener("keydown", onKey);
  follow();
  document.documentElement.dataset.ready = "yes";
}

start().catch(tellBroken);
