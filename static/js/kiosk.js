// The touch screen goes back to its start when nobody has touched it for a while, also from a page of the site itself.
(() => {
  const WAIT = 90_000; // milliseconds
  const start = document.body.dataset.start;
  let clock = 0;
  const wait = () => {
    clearTimeout(clock);
    clock = setTimeout(() => {
      if (location.pathname === start && !location.search) scrollTo(0, 0);
      else location.replace(start);
    }, WAIT);
  };
  for (const sign of ["pointerdown", "touchmove", "wheel", "keydown"]) addEventListener(sign, wait, { passive: true });
  addEventListener("contextmenu", (event) => event.preventDefault());
  wait();
})();
