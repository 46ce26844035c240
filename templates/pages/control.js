// The control page: asks the emulator once a second what happens, and shows it.
import {air} from "/page/control_air.js";
import {copyable, keep, make, show, tell, write, $} from "/page/control_dom.js";
import {events, requests, streams} from "/page/control_lists.js";

const EVERY = 1000, PATIENCE = 4000;  // ms

// --- light and dark
const radios = [...document.querySelectorAll("[name=theme]")];
const dress = (value) => {
  if (value) document.documentElement.dataset.theme = value; else delete document.documentElement.dataset.theme;
  for (const radio of radios) radio.checked = radio.value === value;
  try { localStorage.setItem("layoutkit-theme", value); } catch { /* no storage, no memory */ }
};
for (const radio of radios) radio.addEventListener("change", () => { dress(radio.value); if (last) air(last); });
try { dress(localStorage.getItem("layoutkit-theme") ?? ""); } catch { /* the same */ }
matchMedia("(prefers-color-scheme:dark)").addEventListener("change", () => { if (last) air(last); });

// --- the addresses, and what to do where nothing is
const address = (id, text) => {
  show($(id), text);
  write($(id).querySelector("code"), text ?? "");
};
const advice = (box, words, ...commands) => {
  if (box.dataset.says === commands.join()) return;
  box.dataset.says = commands.join();
  box.replaceChildren(make("p", {textContent: words}), ...commands.map((command) => copyable("the command", command).node));
};
const head = (state) => {
  address("endpoint", state.endpoint || `${location.origin}/common_access`);
  address("push", state.rtmp && `${state.rtmp}/STREAM`);
  address("play", state.rtmp && `${state.rtmp}/OUTPUT`);
};
const empties = ({rtmp, endpoint}) => {
  const push = rtmp
    ? ["layoutkit emulator push 8888_denny --colour teal", `ffmpeg -re -i FILE -c:v libx264 -c:a aac -f flv ${rtmp}/8888_denny`]
    : [`curl -X PUT ${location.origin}/streams/8888_denny -d '{"width": 540, "height": 960}'`];
  advice($("streams-empty"), rtmp ? "Nobody is pushed. Push a test picture, or a film of your own:" : "Nobody is pushed. Say that a stream is:", ...push);
  const send = `layoutkit send right-column --primary 8888_denny --secondary 8888_rex --endpoint ${endpoint || `${location.origin}/common_access`}`;
  advice($("air-empty"), "Nothing is on air. Push two streams, then mix them with this account in the environment:", ...push.slice(0, 1), push[0].replace("8888_denny", "8888_rex").replace("teal", "coral"), send);
  advice($("requests-empty"), "No request came yet. Send one, with this emulator's account in the environment:", send);
};

// --- settings
const lag = $("lag");
const settingRow = () => {
  const name = make("dt"), value = make("dd");
  return {node: make("div", {}, name, value), update: ([key, now]) => { write(name, key); write(value, typeof now === "boolean" ? (now ? "yes" : "no") : String(now)); }};
};
const settings = (state) => {
  const {lag_s: seconds, ...rest} = state.settings;
  if (document.activeElement !== lag && lag.value !== String(seconds)) lag.value = String(seconds);
  keep($("other-settings"), Object.entries(rest), ([key]) => key, settingRow);
};
$("settings").addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    const reply = await fetch("/settings", {method: "PUT", headers: {"Content-Type": "application/json"}, body: JSON.stringify({lag_s: Number(lag.value)})});
    const told = await reply.json();
    lag.blur();
    tell(reply.ok ? `A push now stays unseen for ${told.lag_s} s` : told.faults[0].says);
  } catch { tell("The emulator did not answer"); }
  look();
});

// --- looking
let last = null, timer = 0, asking = false, lostAt = 0;
const met = (state) => {
  lostAt = 0;
  last = state;
  show($("lost"), false);
  write($("link"), "connected");
  $("link").dataset.state = "good";
  delete document.body.dataset.lost;
  for (const part of [head, empties, air, streams, requests, settings, events]) part(state);
};
const lost = (status) => {
  lostAt ||= Date.now();
  const seconds = Math.floor((Date.now() - lostAt) / 1000);
  show($("lost"), true);
  write($("lost"), `The emulator ${status ? `answers with error ${status}` : "does not answer"}${last ? "; what is below is old" : ""}. ${seconds < 60 || status ? "It is asked again every second." : "Start it again: layoutkit emulator"}`);
  write($("link"), "connection lost");
  $("link").dataset.state = "bad";
  document.body.dataset.lost = "";
};
async function look() {
  if (asking) return;
  clearTimeout(timer);
  asking = true;
  let state = null, status = 0;
  try {
    if (!document.hidden) {
      const reply = await fetch("/state", {cache: "no-store", signal: AbortSignal.timeout(PATIENCE)});
      if (reply.ok) state = await reply.json(); else status = reply.status;
    }
  } catch { state = null; } finally { asking = false; }
  if (state) met(state); else if (!document.hidden) lost(status);
  timer = setTimeout(look, EVERY);
}
document.addEventListener("visibilitychange", look);
look();
