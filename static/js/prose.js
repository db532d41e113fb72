// The editor of an item's text: its words in the page's language, paste from Word, and what it needs under a strict CSP.
(() => {
  let words;
  const labels = () => {
    const field = words ? null : document.querySelector("[data-labels]"); // the admin asks before the form is there
    if (field) words = JSON.parse(field.dataset.labels);
    return words ?? {};
  };
  const before = window.gettext ?? ((text) => text);
  window.gettext = (text) => labels()[text] ?? before(text);

  // The editor would write a <style> of its own, which the policy refuses, unless it finds one. This is one by name
  // only; the rules stand in editing.css.
  const stand = document.createElementNS("urn:portal", "style");
  stand.setAttribute("data-tiptap-style", "");
  document.head.append(stand);

  const translate = (root) => {
    for (const node of root.querySelectorAll("[title], [aria-label]")) {
      for (const name of ["title", "aria-label"]) {
        const said = labels()[node.getAttribute(name)];
        if (said) node.setAttribute(name, said);
      }
    }
    for (const node of root.querySelectorAll(".prose-menubar__option > *, option")) {
      const said = labels()[node.textContent];
      if (said && node.tagName === "OPTION") node.value = node.textContent;
      if (said) node.textContent = said;
    }
  };

  // The hidden textarea has lost its label to the editor; a click on the label leads there too.
  const name = (editor, textarea) => {
    const label = document.querySelector(`label[for="${textarea.id}"]`);
    if (!label) return;
    label.id = `${textarea.id}-label`;
    label.removeAttribute("for");
    label.addEventListener("click", () => editor.commands.focus());
    for (const [key, value] of Object.entries({
      role: "textbox",
      "aria-multiline": "true",
      "aria-labelledby": label.id,
    }))
      editor.view.dom.setAttribute(key, value);
    textarea.removeAttribute("aria-describedby");
  };

  const FROM_OFFICE = /mso-|class="?Mso|urn:schemas-microsoft-com|WPS/i;
  const pasted = (editor) => (event) => {
    const html = event.clipboardData?.getData("text/html") ?? "";
    if (!FROM_OFFICE.test(html)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const settings = JSON.parse(document.getElementById("editing").dataset.settings);
    window.editing
      .post(settings.paste, html)
      .then((answer) => answer.json())
      .then(({ body }) => editor.view.pasteHTML(body))
      .catch(() => editor.view.pasteHTML(html)); // the server says it again when it saves
  };

  document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
    const root = textarea.closest(".prose-editor");
    textarea.editor = editor;
    name(editor, textarea);
    translate(root);
    const watch = new MutationObserver(() => {
      translate(root);
      const menu = root.querySelector(".prose-menubar"); // comes after the editor, and changes what it shows
      if (menu) watch.observe(menu, { childList: true, subtree: true });
    });
    watch.observe(root, { childList: true });
    editor.view.dom.addEventListener("paste", pasted(editor), true);
  });
})();
