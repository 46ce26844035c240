// The page of one output: it plays by itself, muted until somebody wants to hear.
import {watch} from "/page/control_play.js";

const $ = (id) => document.getElementById(id);
const video = $("video"), sound = $("sound");
watch(video, video.dataset.film, (text) => { $("says").textContent = text; });
sound.addEventListener("click", () => { video.muted = !video.muted; });
video.addEventListener("volumechange", () => {
  sound.textContent = video.muted ? "Unmute" : "Mute";
  sound.setAttribute("aria-pressed", String(!video.muted));
});
$("full").addEventListener("click", () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()));
