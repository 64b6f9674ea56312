// Lets the text of a call follow its sound, and plays a word where it is clicked. All else works without this.
// Only numbers are read from the page, and nothing is ever written into it but the class "now".
(() => {
  "use strict";
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  for (const player of document.querySelectorAll("audio[data-call]")) {
    const call = document.getElementById(player.dataset.call);
    if (!call) continue;
    const places = (name) => {
      const found = new Map();  // a word that marks cut in pieces is one place
      for (const element of call.querySelectorAll(`[data-${name}]`)) {
        const from = Number(element.dataset[name]), to = Number(element.dataset.end);
        if (!Number.isFinite(from)) continue;
        if (found.has(from)) found.get(from).elements.push(element);
        else found.set(from, { elements: [element], from, to });
      }
      return [...found.values()].sort((one, other) => one.from - other.from);
    };
    const words = places("from"), turns = places("start");
    const follow = call.querySelector("input.follow");
    if (follow) follow.closest("label").hidden = false;
    let word = null, turn = null;

    const at = (list, seconds) => {
      let low = 0, high = list.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (list[middle].from <= seconds) low = middle + 1;
        else high = middle;
      }
      return low ? list[low - 1] : null;
    };
    const light = (before, now) => {
      if (before === now) return now;
      for (const element of before?.elements ?? []) element.classList.remove("now");
      for (const element of now?.elements ?? []) element.classList.add("now");
      return now;
    };
    const show = () => {
      const seconds = player.currentTime;
      const spoken = at(turns, seconds), before = turn;
      turn = light(turn, spoken && seconds <= spoken.to + 0.3 ? spoken : null);
      word = light(word, turn ? at(words, seconds + 0.02) : null);
      if (turn && turn !== before && follow && follow.checked && !player.paused) {
        turn.elements[0].scrollIntoView({ block: "center", behavior: still.matches ? "auto" : "smooth" });
      }
    };
    const run = () => {
      show();
      if (!player.paused) requestAnimationFrame(run);
    };
    player.addEventListener("play", run);
    player.addEventListener("seeked", show);
    player.addEventListener("pause", show);

    const hear = (seconds) => {
      const start = () => {
        player.currentTime = seconds;
        player.play().catch(() => show());
      };
      if (player.readyState) start();
      else {
        player.addEventListener("loadedmetadata", start, { once: true });
        player.load();
      }
    };
    (call.closest(".sheet") ?? document).addEventListener("click", (event) => {
      const link = event.target.closest("a[data-from], a[data-hear]");
      if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      const seconds = Number(link.dataset.from ?? link.dataset.hear);
      if (!Number.isFinite(seconds)) return;
      event.preventDefault();
      hear(seconds);
    });
  }
})();
