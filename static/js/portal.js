// Comfort only: every page works without this file. Loaded in the head, so that large type does not flicker in.
(() => {
  const root = document.documentElement;
  const isLarge = () => root.dataset.size === "large";
  const setLarge = (large) => (large ? (root.dataset.size = "large") : delete root.dataset.size);

  const remembered = () => {
    try {
      return localStorage.getItem("size") === "large";
    } catch {
      return false; // storage may be switched off
    }
  };
  const remember = () => {
    try {
      localStorage.setItem("size", isLarge() ? "large" : "normal");
    } catch {
      // then it holds for this page only
    }
  };

  const offerLargeType = (button) => {
    const tell = () => button.setAttribute("aria-pressed", String(isLarge()));
    button.hidden = false;
    tell();
    button.addEventListener("click", () => {
      setLarge(!isLarge());
      remember();
      tell();
    });
  };

  const offerPrint = (button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  };

  // Only a browser that has signed in asks who is there; all others are spared the request.
  const askWhoIsThere = () => {
    const account = document.getElementById("account");
    if (account && window.htmx && /(^|; )signed_in=1/.test(document.cookie)) window.htmx.trigger(account, "known");
  };

  setLarge(remembered());
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-large-type]").forEach(offerLargeType);
    document.querySelectorAll("[data-print]").forEach(offerPrint);
    document.querySelector("[data-focus]")?.focus();
  });
  window.addEventListener("load", askWhoIsThere);
})();
