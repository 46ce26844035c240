// The body of a function that runs in the page (tests/picture/browser.py).
const dialog = document.querySelector("#large");
const key = (name) => document.querySelector("#close").dispatchEvent(new KeyboardEvent("keydown", {key: name, bubbles: true, cancelable: true}));
const seen = () => ({open: dialog.open, hash: location.hash, command: document.querySelector("#command").textContent,
  svg: document.querySelector("#picture").innerHTML.length > 500, label: document.querySelector("#picture svg")?.getAttribute("aria-label"),
  payload: document.querySelector("#payloads code")?.textContent ?? null, why: document.querySelector("#payloads li")?.textContent ?? null,
  source: document.querySelector("#rest pre")?.textContent, pressed: [...dialog.querySelectorAll("[aria-pressed=true]")].map((b) => b.textContent)});
const steps = {};
document.querySelector(".small[data-at='4/1280x720']").click(); steps.opened = seen();
key("ArrowDown"); steps.fewer = seen();
key("ArrowRight"); steps.next = seen();
key("ArrowLeft"); key("ArrowLeft"); steps.round = seen();
[...document.querySelectorAll("#large-canvases button")].at(-1).click(); steps.canvas = seen();
document.querySelector("#close").click();
await new Promise((done) => setTimeout(done, 50));
steps.closed = [dialog.open, location.hash, document.activeElement.className];
return steps;
