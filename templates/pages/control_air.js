// What is on air: for every output, the picture that was asked for beside the picture that goes out.
import {ago, copyable, count, keep, lasting, make, show, write, $} from "/page/control_dom.js";
import {watch} from "/page/control_play.js";

const THUMB_EVERY = 1000;  // ms
const COLOURS = {"on air": "good", starting: "wait", restarting: "bad", idle: ""};

const theme = () => document.documentElement.dataset.theme || (matchMedia("(prefers-color-scheme:dark)").matches ? "dark" : "light");
const drawn = (session) => `/sessions/${encodeURIComponent(session.session)}/layout.svg?theme=${theme()}&v=${encodeURIComponent(JSON.stringify([session.updates, session.timestamp, session.state, session.frozen, session.history.at(-1)?.at, session.history.length]))}`;

/** The thumbnail: asked for while somebody can see it. The old one stays until the new one is there. */
const thumbnail = (image, note, name) => {
  let seen = false, wanted = false, busy = false, url = "", gone = false;
  const watcher = new IntersectionObserver((entries) => { seen = entries.at(-1).isIntersecting; look(); });
  const look = async () => {
    if (gone || busy || !seen || !wanted || document.hidden) return;
    busy = true;
    try {
      const reply = await fetch(`/live/${encodeURIComponent(name)}.jpg`, {cache: "no-store", signal: AbortSignal.timeout(4000)});
      if (reply.status === 200) {
        const fresh = URL.createObjectURL(await reply.blob());
        const old = url;
        image.src = url = fresh;
        await image.decode().catch(() => {});
        if (old) URL.revokeObjectURL(old);
        show(image, true);
        show(note, false);
      }
    } catch { /* the next look will tell */ } finally { busy = false; }
  };
  const timer = setInterval(look, THUMB_EVERY);
  watcher.observe(image.parentElement);
  return {
    want: (value) => { if (wanted !== value) { wanted = value; look(); } },
    gone: () => { gone = true; clearInterval(timer); watcher.disconnect(); if (url) URL.revokeObjectURL(url); },
  };
};

const figure = (caption, ...parts) => {
  const frame = make("div", {className: "frame"}, ...parts);
  return {node: make("figure", {}, make("figcaption", {textContent: caption}), frame), frame};
};

const card = ({name}) => {
  // the head
  const state = make("span", {className: "pill"}), session = make("span", {className: "quiet"});
  const head = make("div", {className: "card-head"}, make("h3", {textContent: name}), state, session);
  // the two pictures
  const plan = make("img", {alt: "", hidden: true}), planNote = make("p");
  const real = make("img", {alt: `${name}: the picture that goes out`, hidden: true}), realNote = make("p");
  const video = make("video", {muted: true, playsInline: true, hidden: true}), says = make("p", {className: "says"});
  video.setAttribute("aria-label", `${name}, live`);
  says.setAttribute("role", "status");
  const asked = figure("Asked for", plan, planNote), air = figure("Goes out", real, realNote, video, says);
  const pair = make("div", {className: "pair"}, asked.node, air.node);
  // what is to be known
  const frozen = make("p", {className: "frozen"}), heard = make("p", {className: "quiet"}), facts = make("ul", {className: "facts"});
  const live = make("button", {type: "button", className: "main", textContent: "Watch live"});
  const sound = make("button", {type: "button", textContent: "Unmute", hidden: true});
  const own = make("a", {className: "button", href: `/watch/${encodeURIComponent(name)}`, target: "_blank", rel: "noopener", textContent: "Own window"});
  const tools = make("div", {className: "tools"}, live, sound, own), play = copyable("the command");
  const past = make("ol"), latest = make("summary"), history = make("details", {}, latest, past);
  const info = make("div", {}, frozen, heard, facts, tools, play.node, history);
  const node = make("article", {className: "card"}, head, make("div", {className: "body"}, pair, info));

  const thumb = thumbnail(real, realNote, name);
  let stop = null;
  const off = () => { stop?.(); stop = null; show(video, false); show(sound, false); write(says, ""); write(live, "Watch live"); };
  live.addEventListener("click", () => {
    if (stop) { off(); return; }
    video.muted = true;
    show(video, true);
    show(sound, true);
    write(live, "Stop watching");
    stop = watch(video, `/live/${encodeURIComponent(name)}.flv`, (text) => write(says, text));
  });
  sound.addEventListener("click", () => { video.muted = !video.muted; });
  video.addEventListener("volumechange", () => write(sound, video.muted ? "Unmute" : "Mute"));

  let shape = "";
  const reshape = (width, height) => {
    if (!width || shape === `${width}×${height}`) return;
    shape = `${width}×${height}`;
    pair.style.setProperty("--a", String(width / height));
    node.querySelector(".body").className = `body ${width > height * 1.05 ? "wide-shape" : "beside"}`;
  };
  const update = ({output, mix, mixes, now}) => {
    // the mix
    write(session, mix && mix.session !== name ? `session ${mix.session}` : "");
    if (mix) {
      const address = drawn(mix);
      if (plan.getAttribute("src") !== address) { plan.setAttribute("src", address); plan.alt = `${name}: ${count(mix.placements.length, "place")} on ${mix.canvas.width}×${mix.canvas.height}`; }
    }
    show(plan, mix);
    show(planNote, !mix);
    write(planNote, "No mix: the output is the stream itself.");
    const frozenNow = mix?.state === "mixing" ? mix.frozen : [];
    show(frozen, frozenNow.length);
    write(frozen, `Frozen: ${[...new Set(frozenNow)].join(", ")}. The push ended, the mix shows the last picture.`);
    show(heard, mix?.heard?.length);
    write(heard, `Only heard: ${(mix?.heard ?? []).join(", ")}`);
    // the output
    reshape(...(mix ? [mix.canvas.width, mix.canvas.height] : [output?.width, output?.height]));
    write(state, output ? output.state : mix?.state ?? "");
    state.dataset.state = output ? COLOURS[output.state] ?? "" : "wait";
    show(air.node, mixes || output);
    pair.classList.toggle("one", air.node.hidden);
    if (!stop) {
      thumb.want(Boolean(output) && output.state !== "idle");
      if (!output || output.state === "idle") { show(real, false); show(realNote, true); }
      write(realNote, !output ? "No output of this name." : output.state === "idle" ? "Nobody watches, so nothing is mixed. The first viewer starts it." : "The first picture is on its way…");
    } else thumb.want(false);
    show(real, !real.hidden && !stop);
    const told = output ? [
      output.width ? `${output.width}×${output.height}` : "size not known yet", `${output.fps.toFixed(1)} fps`, count(output.viewers, "viewer"),
      `${output.late} late of ${count(output.frames, "picture")}`, ...(output.restarts ? [`${count(output.restarts, "restart")}`] : []),
    ] : mix ? [`${mix.canvas.width}×${mix.canvas.height}`, count(mix.placements.length, "place")] : [];
    keep(facts, told.map((text, n) => ({text, n, late: output?.late})), ({n}) => n, () => {
      const item = make("li");
      return {node: item, update: ({text, n, late}) => { write(item, text); item.dataset.state = n === 3 && late ? "wait" : n === 4 ? "bad" : ""; }};
    });
    show(tools, output);
    show(play.node, output?.play);
    write(play.code, `ffplay ${output?.play ?? ""}`);
    // the past
    const events = mix?.history ?? [];
    show(history, events.length);
    if (events.length) write(latest, `${events.at(-1).what} ${ago(events.at(-1).at, now)}, ${count(mix.updates, "change")}`);
    keep(past, events.map((event, n) => ({...event, n, now})), ({n, what, at}) => `${n}/${what}/${at}`, () => {
      const item = make("li");
      return {node: item, update: ({what, streams, at, now}) => write(item, `${what} with ${count(streams, "stream")}, ${ago(at, now)}`)};
    });
  };
  return {node, update, gone: () => { off(); thumb.gone(); }};
};

const endedRow = () => {
  const item = make("li");
  return {node: item, update: ({session, output, history, now}) => write(item, `${session}${output === session ? "" : ` into ${output}`}: ran ${history.length > 1 ? lasting(history[0].at, history.at(-1).at) : "briefly"}, ended ${ago(history.at(-1)?.at ?? now, now)}`)};
};

export const air = (state) => {
  const outputs = new Map(state.outputs.map((output) => [output.name, output])), mixes = new Map();
  for (const mix of state.sessions) if (mixes.get(mix.output)?.state !== "mixing") mixes.set(mix.output, mix);
  const running = [...mixes.values()].filter((mix) => mix.state === "mixing" || outputs.has(mix.output));
  const names = [...new Set([...outputs.keys(), ...running.map((mix) => mix.output)])].sort();
  const cards = names.map((name) => ({name, output: outputs.get(name), mix: mixes.get(name), mixes: state.rtmp !== null, now: state.now}));
  keep($("air"), cards, ({name}) => name, card);
  show($("air-empty"), !names.length);
  const over = state.sessions.filter((mix) => mix.state === "ended");
  show($("ended"), over.length);
  write($("ended").querySelector("summary"), `${count(over.length, "mix", "mixes")} ended`);
  keep($("ended").querySelector("ul"), over.map((mix) => ({...mix, now: state.now})), (mix) => mix.session, endedRow);
};
