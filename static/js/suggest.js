// Suggestions below a field of the search; without this file it is a plain field.
(() => {
  const WAIT = 120; // milliseconds without a key before anything is asked

  const listBelow = (input, number) => {
    const list = document.createElement("ul");
    list.id = `suggestions-${number}`;
    list.className = "suggestions";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.dataset.suggestions);
    list.hidden = true;
    input.after(list);
    return list;
  };

  const suggest = (input, number) => {
    const list = listBelow(input, number);
    let chosen = -1;
    let timer;
    let asked = "";

    const choose = (place) => {
      chosen = place;
      [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
      if (place < 0) input.removeAttribute("aria-activedescendant");
      else input.setAttribute("aria-activedescendant", list.children[place].id);
    };
    const show = (texts) => {
      list.replaceChildren(
        ...texts.map((text, at) => {
          const option = document.createElement("li");
          option.id = `${list.id}-${at}`;
          option.setAttribute("role", "option");
          option.textContent = text;
          return option;
        }),
      );
      list.hidden = texts.length === 0;
      input.setAttribute("aria-expanded", String(!list.hidden));
      choose(-1);
    };
    const ask = async () => {
      asked = input.value.trim();
      if (!asked) return show([]);
      const mine = asked;
      try {
        const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(mine)}`);
        const texts = answer.ok ? await answer.json() : [];
        if (mine === asked && document.activeElement === input) show(texts);
      } catch {
        show([]); // nobody needs to be told
      }
    };
    const take = (option) => {
      input.value = option.textContent;
      show([]);
      input.form.requestSubmit();
    };

    for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" }))
      input.setAttribute(name, value);
    input.addEventListener("input", (event) => {
      clearTimeout(timer);
      if (!event.isComposing) timer = setTimeout(ask, WAIT);
    });
    input.addEventListener("compositionend", ask);
    input.addEventListener("keydown", (event) => {
      const count = list.hidden ? 0 : list.children.length;
      if (!count || event.isComposing) return;
      if (event.key === "ArrowDown") choose((chosen + 1) % count);
      else if (event.key === "ArrowUp") choose(chosen <= 0 ? count - 1 : chosen - 1);
      else if (event.key === "Escape") show([]);
      else if (event.key === "Enter" && chosen >= 0) take(list.children[chosen]);
      else return;
      event.preventDefault();
    });
    input.addEventListener("blur", () => show([]));
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    list.addEventListener("click", (event) => event.target.matches("[role=option]") && take(event.target));
  };

  document.querySelectorAll("[data-suggest]").forEach(suggest);
})();
