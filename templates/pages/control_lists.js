// The lists: who is pushed, what was asked and how it was judged, what else happened.
import {ago, copyable, keep, lasting, make, show, write, $} from "/page/control_dom.js";

// --- streams: those that are pushed, and those that a mix still shows though their push ended
const streamRow = () => {
  const name = make("b"), size = make("span", {className: "quiet"}), state = make("span", {className: "pill"}), since = make("span", {className: "quiet since"});
  return {
    node: make("li", {}, name, state, size, since),
    update: ({stream, width, height, since: began, known, known_in: left, frozen, now}) => {
      write(name, stream);
      write(size, width ? `${width}×${height}` : "");
      write(since, frozen ? `in ${frozen}` : `for ${lasting(began, now)}`);
      write(state, frozen ? "frozen" : known ? "known" : `known in ${Math.ceil(left)} s`);
      state.dataset.state = frozen ? "bad" : known ? "good" : "wait";
      state.title = frozen ? "Its push ended; the mix shows its last picture" : known ? "The endpoint knows of this push" : "The endpoint does not see this push yet: lag_s";
    },
  };
};

export const streams = (state) => {
  const frozen = new Map();
  for (const session of state.sessions) if (session.state === "mixing") for (const stream of session.frozen) frozen.set(stream, [...(frozen.get(stream) ?? []), session.output]);
  const rows = [...state.streams, ...[...frozen].map(([stream, where]) => ({stream, frozen: [...new Set(where)].join(", ")}))];
  keep($("streams"), rows.map((row) => ({...row, now: state.now})), (row) => row.stream, streamRow);
  show($("streams-empty"), !rows.length);
  write($("stream-count"), state.stream_count > state.streams.length ? `the first ${state.streams.length} of ${state.stream_count}` : rows.length ? String(rows.length) : "");
};

// --- requests
const RETRY = -505;
const colour = (code) => (code === 0 ? "good" : code === RETRY ? "wait" : "bad");
const about = ({query = {}, sign = query.sign, t_in: left = query.t_in}) => {
  const words = [];
  if (sign) words.push(`sign ${sign}`);
  if (typeof left === "number") words.push(left >= 0 ? `t good for ${left.toFixed(0)} s more` : `t expired ${(-left).toFixed(0)} s before`);
  for (const [key, value] of Object.entries(query)) if (key !== "sign" && key !== "t_in") words.push(`${key} ${typeof value === "string" ? value : JSON.stringify(value)}`);
  return words.join(" · ");
};
const pretty = (text) => { try { return JSON.stringify(JSON.parse(text), null, 2); } catch { return text; } };
const who = (text) => {
  try {
    const {para} = JSON.parse(text).interface;
    return [...(para.input_stream_list ?? []).map((input) => String(input.input_stream_id)), ...(/cancel/.test(para.interface) ? [`ends ${para.mix_stream_session_id}`] : [])].join(", ");
  } catch { return ""; }
};
const requestRow = (request) => {
  const code = make("span", {className: "code", textContent: String(request.code)}), when = make("span", {className: "quiet when"});
  code.dataset.state = colour(request.code);
  const head = make("summary", {}, code, make("span", {className: "message", textContent: request.message ?? ""}), when);
  const asked = who(request.body);
  if (asked) head.append(make("span", {className: "quiet who", textContent: asked}));
  const curl = request.curl ? copyable("the two lines", [request.first, request.curl].filter(Boolean).join("\n")) : null;
  curl?.node.classList.add("command");
  const body = request.body === null ? `a body of ${request.length} characters, too long to show` : request.body ? pretty(request.body) : "no body";
  const node = make("details", {className: "request"}, head, make("p", {className: "quiet", textContent: about(request)}));
  if (curl) node.append(curl.node);
  node.append(make("pre", {tabIndex: 0}, make("code", {textContent: body})));
  return {node, update: ({now}) => write(when, ago(request.at, now))};
};
/** Two notes of one moment are told apart by their order, counted from the oldest. */
const numbered = (notes) => {
  const met = new Map();
  return notes.toReversed().map((note) => {
    const base = `${note.at}/${note.what}/${note.code}`, n = met.get(base) ?? 0;
    met.set(base, n + 1);
    return {...note, key: `${base}/${n}`};
  }).toReversed();
};
export const requests = (state) => {
  keep($("requests"), numbered(state.requests).map((note) => ({...note, now: state.now})), (note) => note.key, requestRow);
  show($("requests-empty"), !state.requests.length);
  show($("anew"), state.requests.length);
};

// --- whatever else happened
const plain = (value) => (typeof value === "object" && value !== null ? JSON.stringify(value) : String(value));
const eventRow = ({at, what, key, now, ...rest}) => {
  const when = make("span", {className: "quiet since"});
  const text = Object.entries(rest).map(([name, value]) => (name === "stream" || name === "output" || name === "session" ? plain(value) : `${name} ${plain(value)}`)).join(" · ");
  return {node: make("li", {}, make("b", {textContent: what}), make("span", {className: "quiet", textContent: text}), when), update: (event) => write(when, ago(at, event.now))};
};
export const events = (state) => {
  show($("happened"), state.events.length);
  keep($("events"), numbered(state.events).map((note) => ({...note, now: state.now})), (note) => note.key, eventRow);
};
