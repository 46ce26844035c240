// Small tools: elements without markup in strings, rows that stay the same element from one look to the next, words for times.
export const $ = (id) => document.getElementById(id);

/** An element; whatever is given as text stays text. */
export const make = (tag, about = {}, ...parts) => {
  const node = Object.assign(document.createElement(tag), about);
  node.append(...parts);
  return node;
};

/** Write only what changed, so that a selection or a reading voice is not disturbed. */
export const write = (node, text) => { if (node.textContent !== text) node.textContent = text; };
export const show = (node, when) => { if (node.hidden === Boolean(when)) node.hidden = !when; };

/** Rows for items: the one of a key is made once and then brought up to date; `create` gives {node, update, gone?}. */
export const keep = (box, items, keyOf, create) => {
  const old = box.kept ?? new Map(), kept = new Map();
  for (const item of items) {
    const key = keyOf(item), row = old.get(key) ?? create(item);
    row.update(item);
    kept.set(key, row);
  }
  for (const [key, row] of old) if (!kept.has(key)) { row.gone?.(); row.node.remove(); }
  let next = box.firstElementChild;
  for (const {node} of kept.values()) {
    if (node === next) next = next.nextElementSibling; else box.insertBefore(node, next);
  }
  box.kept = kept;
};

const spell = (seconds) => {
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  return seconds < 172800 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86400)} days`;
};
export const ago = (at, now) => (now - at < 1 ? "just now" : `${spell(now - at)} ago`);
export const lasting = (at, now) => spell(Math.max(0, now - at));
export const count = (n, one, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;

let telling = 0;
export const tell = (text) => {
  $("told").textContent = text;
  clearTimeout(telling);
  telling = setTimeout(() => { $("told").textContent = ""; }, 2500);
};

const byHand = (text) => {
  const area = make("textarea", {value: text});
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done ? Promise.resolve() : Promise.reject(new Error("refused"));
};
const copied = (text) => (navigator.clipboard ? navigator.clipboard.writeText(text).catch(() => byHand(text)) : byHand(text));

/** One listener for every Copy button: it takes the <code> beside it. */
document.addEventListener("click", (event) => {
  const button = event.target.closest?.(".copy");
  const code = button?.parentElement.querySelector("code");
  if (code) copied(code.textContent).then(() => tell(`Copied ${button.dataset.what}`), () => tell("The browser would not copy"));
});
export const copyable = (what, text = "") => {
  const code = make("code", {textContent: text}), button = make("button", {type: "button", className: "copy", textContent: "Copy"});
  button.dataset.what = what;
  button.setAttribute("aria-label", `Copy ${what}`);
  return {node: make("div", {className: "line"}, code, button), code};
};
