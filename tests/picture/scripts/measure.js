// The body of a function that runs in the page (tests/picture/browser.py).
const out = [];
for (const text of document.querySelectorAll("svg svg text")) {
  const tile = text.closest("svg").querySelector("rect").getBoundingClientRect(), box = text.getBoundingClientRect();
  out.push([text.textContent, tile.left - box.left, box.right - tile.right, tile.top - box.top, box.bottom - tile.bottom]);
}
return out;
