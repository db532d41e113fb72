// Comfort only: every page works without this file. Loaded in the head, so that what the reader chose (colours, size of
// the type, elder mode) stands on <html> before anything is painted.
(() => {
  const root = document.documentElement;
  const CHOICES = {
    scheme: ["light", "dark", "contrast"],
    mode: ["elder"],
    size: ["large", "larger", "largest"],
  };

  const set = (name, value) => {
    if (CHOICES[name].includes(value)) root.dataset[name] = value;
    else delete root.dataset[name];
  };
  const recall = () => {
    for (const name of Object.keys(CHOICES)) {
      try {
        set(name, localStorage.getItem(name));
      } catch {
        // storage may be switched off: then a choice holds for this page only
      }
    }
  };
  const tell = () => {
    for (const button of document.querySelectorAll("[data-set]")) {
      const [name, value] = button.dataset.set.split(":");
      button.setAttribute("aria-pressed", String((root.dataset[name] ?? "") === value));
    }
    for (const button of document.querySelectorAll("[data-step]")) button.disabled = nextSize(button) === undefined;
  };
  const choose = (name, value) => {
    set(name, value);
    try {
      localStorage.setItem(name, value);
    } catch {
      // as above
    }
    tell();
  };

  const sizes = ["", ...CHOICES.size];
  const nextSize = (button) => sizes[sizes.indexOf(root.dataset.size ?? "") + Number(button.dataset.step)];

  const acts = {
    set: (button) => {
      const [name, value] = button.dataset.set.split(":");
      choose(name, root.dataset[name] === value ? "" : value); // pressed again it is let go
    },
    step: (button) => choose("size", nextSize(button)),
    elder: () => choose("mode", root.dataset.mode ? "" : "elder"),
    opens: (button) => {
      const isOpen = document.getElementById(button.dataset.opens).classList.toggle("is-open");
      button.setAttribute("aria-expanded", String(isOpen));
    },
    print: () => window.print(),
    share: async (button) => {
      const page = { title: document.title, url: button.dataset.share || location.href };
      if (navigator.share) return navigator.share(page).catch(() => {}); // the reader may think better of it
      await navigator.clipboard.writeText(page.url);
      button.nextElementSibling.hidden = false;
    },
  };

  // Only a browser that has signed in asks who is there; all others are spared the request.
  const askWhoIsThere = () => {
    const account = document.getElementById("account");
    if (account && window.htmx && /(^|; )signed_in=1/.test(document.cookie)) window.htmx.trigger(account, "known");
  };

  root.dataset.script = "";
  recall();
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const act = button && Object.keys(acts).find((name) => name in button.dataset);
    if (act) acts[act](button);
  });
  document.addEventListener("DOMContentLoaded", () => {
    tell();
    document.querySelector("[data-focus]")?.focus();
  });
  window.addEventListener("load", askWhoIsThere);
  // a page that comes back from the browser's memory, or a choice made in another window
  for (const moment of ["pageshow", "storage"]) {
    window.addEventListener(moment, () => {
      recall();
      tell();
    });
  }
})();
