// Plays an output in a <video>, close to live; comes back by itself, and says in words what is wrong meanwhile.
const FIRST_WAIT = 0.5, LONGEST_WAIT = 8, STALLED = 8;  // seconds
const LIVE = {
  enableWorker: false, enableStashBuffer: false, lazyLoad: false, autoCleanupSourceBuffer: true,
  liveBufferLatencyChasing: true, liveBufferLatencyMaxLatency: 1.8, liveBufferLatencyMinRemain: 0.5,
};

let loading = null;
const player = () => (loading ??= new Promise((done, failed) => {
  const script = document.createElement("script");
  script.src = "/player.js";
  script.addEventListener("load", () => {
    window.mpegts.LoggingControl.applyConfig({enableAll: false});
    done(window.mpegts);
  });
  script.addEventListener("error", () => { loading = null; failed(new Error("the player did not load")); });
  document.head.append(script);
}));

const why = (type, detail, info) => {
  if (detail === "HttpStatusCodeInvalid") return info?.code === 404 ? "There is no such output now" : `The emulator answers ${info?.code}`;
  if (type === "NetworkError") return "The emulator does not answer";
  return "The picture cannot be played";
};

/** Play `film` in `video`; `say` gets a sentence, or "" while all is well. Returns what stops it. */
export const watch = (video, film, say) => {
  let playing = null, timer = 0, wait = FIRST_WAIT, stopped = false, seen = -1, moved = 0;

  const close = () => {
    clearTimeout(timer);
    const gone = playing;
    playing = null;
    try { gone?.destroy(); } catch { /* it was broken before */ }
  };
  const again = (text) => {
    if (stopped) return;
    close();
    say(`${text}. Trying again in ${wait < 1 ? "a moment" : `${wait} s`}…`);
    timer = setTimeout(open, wait * 1000);
    wait = Math.min(LONGEST_WAIT, wait * 2);
  };
  const look = () => {
    if (video.currentTime !== seen) {
      seen = video.currentTime;
      moved = performance.now();
    } else if (!document.hidden && !video.paused && performance.now() - moved > STALLED * 1000) {
      again("The picture stands still");
      return;
    } else if (video.paused && !document.hidden) {
      video.play().catch(() => {});
    }
    timer = setTimeout(look, 500);
  };
  const open = async () => {
    say("Connecting…");
    let mpegts;
    try { mpegts = await player(); } catch { again("The player did not load"); return; }
    if (stopped) return;
    if (!mpegts.getFeatureList().mseLivePlayback) { say("This browser plays no live FLV (it has no Media Source Extensions). Any player takes the RTMP address."); return; }
    playing = mpegts.createPlayer({type: "flv", isLive: true, url: new URL(film, location.href).href}, LIVE);
    const mine = playing;
    const only = (act) => (...about) => { if (playing === mine) act(...about); };
    mine.on(mpegts.Events.ERROR, only((type, detail, info) => again(why(type, detail, info))));
    mine.on(mpegts.Events.LOADING_COMPLETE, only(() => again("The output ended")));
    mine.attachMediaElement(video);
    mine.load();
    seen = -1;
    moved = performance.now();
    Promise.resolve(mine.play()).catch(() => { /* muted, it may; without a picture yet, `look` asks again */ });
    timer = setTimeout(look, 500);
  };
  const fine = () => { if (playing && !stopped && video.currentTime > 0) { say(""); wait = FIRST_WAIT; } };
  video.addEventListener("timeupdate", fine);
  open();
  return () => { stopped = true; close(); video.removeEventListener("timeupdate", fine); };
};
