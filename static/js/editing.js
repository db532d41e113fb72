// While somebody writes an item: what is typed is kept, who else is at it is shown, and nothing is sent into the void.
(() => {
  const KEEP_AFTER = 5000;
  const PING_EVERY = 15000;

  const cookie = () => document.cookie.match(/(?:^|; )(?:__Host-)?csrf=([^;]+)/)?.[1] ?? "";

  const post = async (address, body) => {
    const answer = await fetch(address, {
      method: "POST",
      body,
      headers: { "X-CSRFToken": cookie() },
      redirect: "manual", // a redirect leads to the log-in page
    });
    if (!answer.ok && answer.status !== 422) throw answer;
    return answer;
  };
  window.editing = { post };

  const start = (place) => {
    const settings = JSON.parse(place.dataset.settings);
    const form = place.closest("form");
    const status = place.querySelector("[data-status]");
    const others = place.querySelector("[data-others]");
    let timer;
    let dirty = false;
    let kept = true;
    let leaving = false;

    const tell = (text, link) => {
      status.textContent = text;
      if (!link) return;
      const anchor = Object.assign(document.createElement("a"), { href: settings.login, target: "_blank" });
      anchor.textContent = settings.said.signIn;
      status.append(" ", anchor);
    };

    const explain = (failure) => {
      const signedOut = failure instanceof Response && (failure.type === "opaqueredirect" || failure.status === 403);
      tell(signedOut ? settings.said.signedOut : settings.said.offline, signedOut);
    };

    const fields = () => {
      const data = new FormData(form);
      for (const [key, value] of [...data]) if (value instanceof File) data.delete(key);
      data.delete("csrfmiddlewaretoken");
      return data;
    };

    const keep = async () => {
      clearTimeout(timer);
      const { said, error } = await (await post(settings.autosave, fields())).json();
      kept = true;
      tell(said ?? error);
    };

    const changed = () => {
      dirty = true;
      kept = false;
      clearTimeout(timer);
      timer = setTimeout(() => keep().catch(explain), KEEP_AFTER);
    };

    const ping = async () => {
      const answer = await post(settings.presence, new URLSearchParams({ dirty: dirty ? "1" : "" }));
      others.textContent = (await answer.json()).others.join("；");
      others.hidden = !others.textContent;
    };

    const importWord = async (field) => {
      const body = form.elements.body;
      if (body.value.trim() && !confirm(settings.said.replace)) return;
      tell(settings.said.reading);
      const data = new FormData();
      data.append("word", field.files[0]);
      const found = await (await post(settings.word, data)).json();
      if (found.error) return tell(found.error);
      if (body.editor) body.editor.commands.setContent(found.body, { emitUpdate: true });
      else body.value = found.body;
      if (!form.elements.title.value) form.elements.title.value = found.title;
      field.value = "";
      changed();
      tell([settings.said.taken, ...found.remarks].join(" "));
    };

    form.addEventListener("input", changed);
    form.addEventListener("change", ({ target }) => {
      if (target.name === "word" && target.files.length) importWord(target).catch(explain);
    });
    // The text is kept first: if that fails, the person is signed out or the line is down, and the page must stay.
    form.addEventListener("submit", async (event) => {
      if (leaving) return;
      event.preventDefault();
      try {
        await keep();
      } catch (failure) {
        explain(failure);
        status.scrollIntoView({ block: "center" });
        return;
      }
      leaving = true;
      if (cookie()) form.elements.csrfmiddlewaretoken.value = cookie(); // it changes when somebody signs in anew
      form.requestSubmit(event.submitter);
    });
    document.addEventListener("visibilitychange", () => {
      if (document.hidden && !kept) keep().catch(() => {});
    });
    window.addEventListener("beforeunload", (event) => {
      if (!kept && !leaving) event.preventDefault();
    });
    if (settings.presence) {
      const quietly = () => ping().catch(() => {});
      quietly();
      setInterval(quietly, PING_EVERY);
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    const place = document.getElementById("editing");
    if (place) start(place);
  });
})();
