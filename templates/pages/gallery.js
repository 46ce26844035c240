"use strict";
(() => {
const $ = (id) => document.getElementById(id);
const data = JSON.parse($("data").textContent);
const form = $("filters"), dialog = $("large"), shelf = $("shelf");
const cards = [...document.querySelectorAll(".card")];
const theme = [...document.querySelectorAll("input[name=theme]")];
let shown = null, opener = null, timer = 0;

// A text whose numbers were taken out of its lines, put together again.
const unpack = (packed) => {
  const lines = [];
  for (let at = 0; at < packed.length;) {
    const [head, ...rest] = data.forms[packed[at++]].split("\x01");
    lines.push(head + rest.map((piece) => packed[at++] + piece).join(""));
  }
  return lines.join("\n");
};
const make = (tag, parts = {}, ...inside) => {
  const element = Object.assign(document.createElement(tag), parts);
  element.append(...inside);
  return element;
};
const tell = (text) => {
  $("told").textContent = text;
  clearTimeout(timer);
  timer = setTimeout(() => { $("told").textContent = ""; }, 1800);
};

// --- filters
const wanted = () => {
  const of = (name) => form.elements[name].value;
  return {q: of("q").trim().toLowerCase().split(/\s+/), shape: of("shape"), count: of("count"), profile: of("profile")};
};
const fits = (small, want) => (!want.shape || small.classList.contains(want.shape)) && (!want.profile || small.dataset.p.split(" ").includes(want.profile));
const countsOf = (card, want) => [...new Set([...card.querySelectorAll(".small")].filter((small) => fits(small, want)).map((small) => Number(small.dataset.n)))];
const nearest = (counts, count) => counts.reduce((best, n) => (Math.abs(n - count) < Math.abs(best - count) ? n : best), counts[0]);
const show = (card, count, want) => {
  for (const small of card.querySelectorAll(".small")) small.hidden = Number(small.dataset.n) !== count || !fits(small, want);
  for (const button of card.querySelectorAll(".counts button")) button.setAttribute("aria-pressed", String(Number(button.dataset.n) === count));
};
const filter = () => {
  const want = wanted();
  let found = 0;
  for (const card of cards) {
    const counts = countsOf(card, want), count = want.count ? Number(want.count) : nearest(counts, Number(card.dataset.usual));
    const here = want.q.every((word) => card.dataset.find.includes(word)) && counts.includes(count);
    card.hidden = !here;
    found += here;
    for (const button of card.querySelectorAll(".counts button")) button.hidden = !counts.includes(Number(button.dataset.n));
    if (here) show(card, count, want);
  }
  shelf.dataset.shape = want.shape;
  shelf.dataset.count = want.count;
  $("found").textContent = `${found} ${found === 1 ? "template" : "templates"}`;
  $("none").hidden = found > 0;
};
form.addEventListener("input", filter);
form.addEventListener("submit", (event) => event.preventDefault());
$("reset").addEventListener("click", () => { form.reset(); filter(); });

// --- the large view
const buttons = (place, values, current, choose) => place.replaceChildren(...values.map((value) => {
  const button = make("button", {type: "button", textContent: value});
  button.setAttribute("aria-pressed", String(value === current));
  button.addEventListener("click", () => { choose(value); [...place.children].find((other) => other.textContent === button.textContent).focus(); });
  return button;
}));
const payload = ([profile, carried]) => {
  const yes = typeof carried[0] === "number";
  const mark = make("span", {className: yes ? "yes" : "no", textContent: yes ? "carried" : "not carried"});
  const head = make("h3", {}, `Mix_StreamV2 ${profile} `, mark);
  if (!yes) return [head, make("ul", {}, ...carried.map((why) => make("li", {textContent: why})))];
  const copy = make("button", {type: "button", className: "copy", textContent: "Copy"});
  copy.dataset.what = "the payload";
  const text = make("pre", {tabIndex: 0}, make("code", {textContent: unpack(carried)}));
  return [head, make("details", {}, make("summary", {textContent: "Payload, with an example's account and time"}), copy, text)];
};
const open = (key, count, canvas) => {
  const card = cards.find((other) => other.dataset.key === key), about = data.shelf[key];
  if (!card) return;
  count = about.counts.includes(count) ? count : nearest(about.counts, count);
  canvas = about.canvases.includes(canvas) ? canvas : about.canvases[0];
  const picture = about.pictures[`${count}/${canvas}`] ?? Object.values(about.pictures)[0];
  const fresh = shown?.key !== key;
  shown = {key, count, canvas};
  $("large-title").replaceChildren(about.title, make("code", {textContent: key}));
  $("large-about").textContent = about.about;
  $("picture").innerHTML = unpack(picture[0]);
  $("command").textContent = unpack(picture[1]);
  $("payloads").replaceChildren(...Object.entries(picture[2]).flatMap(payload));
  if (fresh) $("rest").replaceChildren(card.querySelector("template").content.cloneNode(true));
  buttons($("large-counts"), about.counts, count, (n) => open(key, n, canvas));
  buttons($("large-canvases"), about.canvases, canvas, (c) => open(key, count, c));
  history.replaceState(null, "", `#${encodeURIComponent(key)}/${count}/${canvas}`);
  if (!dialog.open) { dialog.showModal(); $("close").focus(); }
};
const turn = (step) => {
  const there = cards.filter((card) => !card.hidden || card.dataset.key === shown.key);
  const at = there.findIndex((card) => card.dataset.key === shown.key);
  open(there[(at + step + there.length) % there.length].dataset.key, shown.count, shown.canvas);
};
const more = (step) => {
  const counts = data.shelf[shown.key].counts, at = counts.indexOf(shown.count) + step;
  if (counts[at] !== undefined) open(shown.key, counts[at], shown.canvas);
};
const KEYS = {ArrowLeft: () => turn(-1), ArrowRight: () => turn(1), ArrowUp: () => more(1), ArrowDown: () => more(-1)};
dialog.addEventListener("keydown", (event) => {
  if (event.target.closest("pre") || event.altKey || event.ctrlKey || event.metaKey || !KEYS[event.key]) return;
  event.preventDefault();
  KEYS[event.key]();
});
dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
dialog.addEventListener("close", () => {
  shown = null;
  history.replaceState(null, "", location.pathname + location.search);
  opener?.focus();
});
$("close").addEventListener("click", () => dialog.close());
$("back").addEventListener("click", () => turn(-1));
$("next").addEventListener("click", () => turn(1));
shelf.addEventListener("click", (event) => {
  const card = event.target.closest(".card"), small = event.target.closest(".small"), number = event.target.closest(".counts button");
  if (number) show(card, Number(number.dataset.n), wanted());
  if (!small) return;
  opener = small;
  open(card.dataset.key, Number(small.dataset.n), small.dataset.at.split("/")[1]);
});

// --- taking things along
const byHand = (text) => {
  const area = make("textarea", {value: text});
  dialog.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done ? Promise.resolve() : Promise.reject();
};
const copied = (text) => (navigator.clipboard ? navigator.clipboard.writeText(text).catch(() => byHand(text)) : byHand(text));
dialog.addEventListener("click", (event) => {
  const copy = event.target.closest(".copy");
  if (copy) copied(copy.parentElement.querySelector("code").textContent).then(() => tell(`Copied ${copy.dataset.what}`), () => tell("The browser would not copy"));
});
$("save").addEventListener("click", () => {
  const url = URL.createObjectURL(new Blob([unpack(data.shelf[shown.key].pictures[`${shown.count}/${shown.canvas}`][0]) + "\n"], {type: "image/svg+xml"}));
  make("a", {href: url, download: `${shown.key}-${shown.count}-${shown.canvas}.svg`}).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
});

// --- light and dark
const dress = (value) => {
  if (value) document.documentElement.dataset.theme = value; else delete document.documentElement.dataset.theme;
  for (const radio of theme) radio.checked = radio.value === value;
  try { localStorage.setItem("layoutkit-theme", value); } catch { /* a page from a file may have no storage */ }
};
for (const radio of theme) radio.addEventListener("change", () => dress(radio.value));
try { dress(localStorage.getItem("layoutkit-theme") ?? ""); } catch { /* the same */ }

const follow = () => {
  const [key, count, canvas] = decodeURIComponent(location.hash.slice(1)).split("/");
  if (Object.hasOwn(data.shelf, key)) open(key, Number(count), canvas);
};
addEventListener("hashchange", follow);
filter();
follow();
})();
