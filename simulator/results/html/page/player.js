// Plays a call; where its sound is not in the page, moves through it in silence.

let playing = null;

function makePlayer(view, sound, onTime) {
  const audio = sound ? element("audio") : null;
  if (audio) {
    audio.preload = "auto";
    audio.src = URL.createObjectURL(new Blob([sound], { type: "audio/mpeg" }));
  }
  let place = view.start;
  let frame = 0;
  const play = element("button", { type: "button", class: "play", disabled: !audio, onclick: () => toggle() }, "▶ Play");
  const time = element("span", { class: "time" });
  const slider = element("input", { type: "range", class: "seek", min: 0, max: view.seconds.toFixed(2), step: 0.1, "aria-label": "place in the call" });
  const speed = element("select", { "aria-label": "speed" }, [0.75, 1, 1.5, 2].map((rate) => element("option", { value: rate, selected: rate === 1 }, `${rate} ×`)));
  const show = (follow) => {
    time.textContent = `${clock(place)} / ${clock(view.seconds)}`;
    slider.value = place;
    slider.setAttribute("aria-valuetext", clock(place));
    onTime(place, follow);
  };
  const seek = (t) => {
    place = Math.min(Math.max(t, 0), view.seconds);
    if (audio) audio.currentTime = place;
    show(true);
  };
  const follow = () => {
    place = audio.currentTime;
    show(true);
    frame = audio.paused ? 0 : requestAnimationFrame(follow);
  };
  const toggle = () => (audio ? (audio.paused ? audio.play() : audio.pause()) : null);
  if (audio) {
    audio.currentTime = place;
    audio.addEventListener("play", () => {
      play.textContent = "❚❚ Pause";
      if (!frame) frame = requestAnimationFrame(follow);
    });
    audio.addEventListener("pause", () => { play.textContent = "▶ Play"; });
    audio.addEventListener("timeupdate", () => { if (audio.paused) { place = audio.currentTime; show(false); } });
  }
  slider.addEventListener("input", () => seek(Number(slider.value)));
  speed.addEventListener("change", () => { if (audio) audio.playbackRate = Number(speed.value); });
  const step = (by, name) => element("button", { type: "button", onclick: () => seek(place + by), "aria-label": name }, by < 0 ? `↺ ${-by}` : `${by} ↻`);
  const first = view.wrong.length
    ? element("button", { type: "button", class: "first", onclick: () => seek(view.start) }, `First error, ${seconds(view.wrong[0].t)}`) : null;
  const transport = element("div", { class: "transport" }, play, step(-5, "five seconds back"), step(5, "five seconds on"), first,
    element("label", {}, "speed ", speed), time, audio);
  const stop = () => {
    cancelAnimationFrame(frame);
    if (audio) {
      audio.pause();
      URL.revokeObjectURL(audio.src);
    }
  };
  return { transport, slider, play, audio, seek, toggle, show, stop, step: (by) => seek(place + by) };
}
