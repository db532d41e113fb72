// Drawing boxes on a page with mouse, pen or finger: each becomes a hidden field of the form that keeps them.
(() => {
  const WHOLE = 10000;
  const LEAST = 30; // a slip of the hand is no box
  const sheet = document.querySelector("[data-sheet]");
  const form = document.querySelector("[data-boxes]");
  const canvas = sheet?.querySelector("svg");
  if (!canvas || !form) return;

  const drawn = [];
  const status = Object.assign(document.createElement("p"), { role: "status" });
  const button = (text, act) => {
    const made = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: text });
    made.addEventListener("click", act);
    return made;
  };
  const undo = button(form.dataset.undo, () => {
    const { mark, field } = drawn.pop();
    mark.remove();
    field.remove();
    tell();
  });
  const touch = button(form.dataset.touch, () => {
    const isOn = sheet.classList.toggle("is-drawing");
    touch.setAttribute("aria-pressed", isOn);
  });
  touch.setAttribute("aria-pressed", "false");
  touch.classList.add("for-fingers");
  const tell = () => {
    status.textContent = drawn.length ? `${form.dataset.drawn} ${drawn.length}` : "";
    undo.hidden = !drawn.length;
  };

  const at = (event) => {
    const frame = canvas.getBoundingClientRect();
    const share = (place, start, length) => Math.round(Math.min(Math.max((place - start) / length, 0), 1) * WHOLE);
    return [share(event.clientX, frame.left, frame.width), share(event.clientY, frame.top, frame.height)];
  };
  const box = (one, two) => {
    const [left, right] = [one[0], two[0]].sort((a, b) => a - b);
    const [top, bottom] = [one[1], two[1]].sort((a, b) => a - b);
    return { x: left, y: top, width: right - left, height: bottom - top };
  };
  const place = (mark, { x, y, width, height }) =>
    Object.entries({ x, y, width, height }).forEach(([name, value]) => mark.setAttribute(name, value));

  let start;
  let mark;
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button || (event.pointerType === "touch" && !sheet.classList.contains("is-drawing"))) return;
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    start = at(event);
    mark = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    mark.classList.add("is-new");
    canvas.append(mark);
  });
  canvas.addEventListener("pointermove", (event) => mark && place(mark, box(start, at(event))));
  canvas.addEventListener("pointercancel", () => {
    mark?.remove();
    mark = undefined;
  });
  canvas.addEventListener("pointerup", (event) => {
    if (!mark) return;
    const { x, y, width, height } = box(start, at(event));
    if (width < LEAST || height < LEAST) {
      mark.remove();
    } else {
      const value = [sheet.dataset.sheet, x, y, width, height].join(",");
      const field = Object.assign(document.createElement("input"), { type: "hidden", name: "areas", value });
      place(mark, { x, y, width, height });
      form.append(field);
      drawn.push({ mark, field });
    }
    mark = undefined;
    tell();
  });

  sheet.after(touch, undo, status);
  tell();
})();
