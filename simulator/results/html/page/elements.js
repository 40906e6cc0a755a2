// Everything that is shown is put together here, from text: no string ever becomes markup.

const byId = (id) => document.getElementById(id);

function put(parent, ...children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== "") parent.append(child);
  }
  return parent;
}

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
  }
  return put(made, children);
}

function drawing(name, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return put(made, children);
}

function bytesOf(id) {
  const text = atob(byId(id).textContent);
  const bytes = new Uint8Array(text.length);
  for (let place = 0; place < text.length; place++) bytes[place] = text.charCodeAt(place);
  return bytes;
}

async function unpack(id) {
  const stream = new Blob([bytesOf(id)]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

const plain = (name) => name.replaceAll("_", " ");
const seconds = (t) => `${t.toFixed(1)} s`;
const clock = (t) => `${Math.floor(t / 60)}:${(t % 60).toFixed(1).padStart(4, "0")}`;
const dollars = (micros) => (micros === null ? "" : `US$${(micros / 1e6).toFixed(4)}`);
const addressOf = (call) => `#call=${encodeURIComponent(call)}`;

function status(name) {
  return element("span", { class: `status ${name}` }, name);
}

const CHANGES = { broken: "▼ newly broken", fixed: "▲ fixed", new: "+ new" };

function change(name) {
  return name ? element("span", { class: `change ${name}` }, CHANGES[name]) : null;
}
