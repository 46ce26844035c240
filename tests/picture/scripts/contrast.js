// The body of a function that runs in the page (tests/picture/browser.py).
const lin = (c) => { c /= 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
const lum = (c) => { const [r, g, b] = c.match(/[\d.]+/g).map(Number); return 0.2126 * lin(r) + 0.7152 * lin(g) + 0.0722 * lin(b); };
const ground = (element) => { for (let e = element; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if (c.startsWith("rgb(")) return c; } return "rgb(255, 255, 255)"; };
document.querySelector(".small").click();
const out = [];
for (const theme of ["light", "dark"]) {
  document.querySelector(`input[name=theme][value=${theme}]`).click();
  const texts = document.querySelectorAll("h1, h2, h3, p, code, small, legend, label span, th, td, li, summary, button, pre span, .yes, .no, kbd");
  for (const element of texts) {
    if (!element.checkVisibility({visibilityProperty: true}) || !element.textContent.trim()) continue;
    const [a, b] = [lum(getComputedStyle(element).color), lum(ground(element))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) out.push([theme, element.tagName, element.className, element.textContent.slice(0, 30), ((a + 0.05) / (b + 0.05)).toFixed(2)]);
  }
}
return out;
