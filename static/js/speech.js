// Reading aloud with the voices of the browser (speechSynthesis). Where there are none, the buttons stay hidden.
(() => {
  const speech = window.speechSynthesis;
  if (!speech || !window.SpeechSynthesisUtterance) return;

  const LONGEST = 120; // signs: some browsers fall silent in the middle of longer pieces
  const SENTENCE = /[^。！？!?；;\n]+[。！？!?；;\n]*/g;
  const UNREAD = "script, style, [hidden], .read-aloud, .breadcrumbs, .visually-hidden, .actions, .page-tools, form";

  let pieces = [];
  let at = 0;
  let turn = 0; // what an earlier turn still reports is not heeded
  let group = null;

  const piecesOf = (place) => {
    const copy = place.cloneNode(true);
    for (const part of copy.querySelectorAll(UNREAD)) part.remove();
    for (const block of copy.querySelectorAll("p, li, h1, h2, h3, h4, td, th, dt, dd, div")) block.append("\n");
    const sentences = copy.textContent.match(SENTENCE) ?? [];
    const whole = sentences.map((sentence) => sentence.replace(/\s+/g, " ").trim()).filter(Boolean);
    return whole.flatMap((sentence) => sentence.match(new RegExp(`.{1,${LONGEST}}`, "gsu")));
  };

  // A pause remembers the sentence and begins it anew: pausing in mid-sentence ends the reading on some phones.
  const say = () => {
    if (at >= pieces.length) return show("silent");
    const piece = new SpeechSynthesisUtterance(pieces[at]);
    piece.lang = document.documentElement.lang;
    piece.rate = document.documentElement.dataset.mode === "elder" ? 0.9 : 1;
    const mine = ++turn;
    piece.onend = () => {
      if (mine !== turn) return;
      at += 1;
      say();
    };
    piece.onerror = () => mine === turn && show("silent");
    speech.speak(piece);
  };

  const hush = () => {
    turn += 1;
    speech.cancel();
  };

  const show = (state) => {
    if (!group) return;
    group.dataset.speech = state;
    for (const button of group.querySelectorAll("[data-says]")) {
      button.hidden = !button.dataset.when.split(" ").includes(state);
    }
  };

  const verbs = {
    start: (button) => {
      hush();
      show("silent");
      group = button.closest("[data-reads]");
      pieces = piecesOf(document.querySelector(group.dataset.reads));
      at = 0;
      show("speaking");
      group.querySelector("[data-says=pause]").focus();
      say();
    },
    pause: () => {
      show("paused");
      hush();
      group.querySelector("[data-says=continue]").focus();
    },
    continue: () => {
      show("speaking");
      group.querySelector("[data-says=pause]").focus();
      say();
    },
    stop: () => {
      show("silent");
      hush();
      group.querySelector("[data-says=start]").focus();
    },
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-says]");
    if (button) verbs[button.dataset.says](button);
  });
  for (const place of document.querySelectorAll("[data-reads]")) place.hidden = false;
  window.addEventListener("pagehide", hush);
})();
