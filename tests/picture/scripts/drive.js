// The body of a function that runs in the page (tests/picture/browser.py).
const seen = () => [...document.querySelectorAll(".card:not([hidden])")].map((card) => [card.dataset.key,
  ...[...card.querySelectorAll(".small:not([hidden])")].map((small) => small.dataset.at)]);
const set = (name, value) => {
  const field = document.querySelector(`#filters [name=${name}]${name === "q" ? "" : `[value="${value}"]`}`);
  if (name === "q") { field.value = value; field.dispatchEvent(new Event("input", {bubbles: true})); } else field.click();
};
const steps = {};
steps.first = seen();
set("count", "2"); steps.two = seen();
set("shape", "portrait"); steps.upright = seen();
set("count", ""); set("profile", "2017"); steps.carried = seen();
set("profile", ""); set("shape", "square"); steps.square = seen();
set("shape", ""); set("q", "about DUEL"); steps.words = [seen(), document.querySelector("#found").textContent];
set("q", "nothing like it"); steps.none = [seen(), document.querySelector("#none").hidden];
document.querySelector("#reset").click(); steps.reset = seen();
document.querySelector(".counts button[data-n='6']").click(); steps.stepped = seen()[0];
return steps;
