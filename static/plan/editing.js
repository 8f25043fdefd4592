// Editing: the editor of a cell, its keys, rows, and the page around them.

import { byId, cellAt, CELL, copyOf, discard, failedForms, formOf, headerOf, inTable, isGhost, isMark, mayEdit, mayRestructure, nameOf, on, open, placeOf, plan, prepare, printed, reasonOf, refuse, repaint, retry, rowOf, save, takeRefusalAway, send, showStatus, standing, write } from "./cells.js";

/** Texts in which Enter is a new line. */
const LONG = ".prose, .statement, .diagram";

// --- The editor: a copy of the server's template for the column, laid over the text. It costs no
// request, so the first keystroke is never lost.

function openEditor(cell, { pointer = false } = {}) {
  if (open.editor?.parentNode === cell) return;
  closeEditor();
  if (!mayEdit(cell)) return refuse(cell);
  if (headerOf(cell).dataset.editor === "checkbox") return save(cell, standing(cell).trim() ? " " : "x");
  const editor = editorFor(cell);
  editor.pointer = pointer;
  cell.append(editor);
  open.editor = editor;
  editor.focus();
  // A long text is seldom typed anew: there, selecting it all would only invite its loss.
  if (!cell.closest(LONG)) editor.select?.();
  grow(editor);
  // Only for the mouse: on an editor opened by a key the picker would swallow Tab.
  if (pointer && editor.tagName === "SELECT") editor.showPicker?.();
}

function closeEditor({ keep = true } = {}) {
  const { editor } = open;
  if (!editor) return;
  const cell = editor.parentNode;
  open.editor = null;
  editor.remove();
  if (keep && editor.validity.badInput) toast("Not saved: there is no such date.");
  else if (keep && editor.value !== editor.initial) save(cell, editor.value);
}

/** A date that does not exist has an empty value, and to save that would empty the cell. */
const isNoDate = (editor) => editor.validity.badInput && !editor.reportValidity();

function editorFor(cell) {
  const editor = widgetFor(headerOf(cell));
  const text = textToEdit(cell);
  if (editor.tagName === "SELECT") offer(editor, text);
  editor.value = text;
  editor.initial = editor.value;
  editor.classList.add("editor");
  editor.setAttribute("aria-label", nameOf(cell) ?? "Text");
  if (isGhost(cell)) editor.placeholder = standing(cell);
  return editor;
}

function widgetFor(header) {
  const choices = header.querySelector(":scope > template");
  return choices ? choices.content.firstElementChild.cloneNode(true) : copyOf(`editor-${header.dataset.editor ?? "text"}`);
}

/** What was typed and is not saved, or else what stands. */
function textToEdit(cell) {
  return formOf(cell)?.elements.text.value ?? cell.dataset.draft ?? (isGhost(cell) ? "" : standing(cell));
}

/** A text that is none of the choices must be there to be kept. */
function offer(select, text) {
  if ([...select.options].every((option) => option.value !== text)) select.add(new Option(text));
}

function grow(editor) {
  if (editor.tagName !== "TEXTAREA" || CSS.supports("field-sizing", "content")) return;
  editor.style.height = "auto";
  editor.style.height = `${editor.scrollHeight + 2}px`;
}

on("input", ({ target }) => {
  if (target === open.editor) grow(target);
});

on("focusout", ({ target }) => {
  if (target === open.editor && !open.swapping && document.hasFocus()) closeEditor();
});

on("change", ({ target }) => {
  if (target === open.editor) chosen(target);
  else if (isMark(target)) ticked(target);
});

/** With the mouse a choice is final; with keys it is not yet, since the arrows pass through others. */
function chosen(editor) {
  if (editor.tagName !== "SELECT" || !editor.pointer) return;
  const cell = editor.parentNode;
  closeEditor();
  cell.focus();
}

function ticked(mark) {
  if (mayEdit(mark)) return save(mark, mark.checked ? "x" : " ");
  mark.checked = mark.defaultChecked;
  refuse(mark);
}

// --- Rows: the answer is the whole section, and the focus goes where one would look for it

const FIRST = "td, .cell";

/** One menu for all rows: it comes to where one points or stands. */
const tools = copyOf("row-tools");

function offerTools(row) {
  if (!mayRestructure(row) || tools.row === row || tools.contains(document.activeElement)) return;
  closeTools();
  const block = row.closest("[data-block]");
  tools.row = row;
  block.append(tools);
  tools.style.top = `${row.getBoundingClientRect().top - block.getBoundingClientRect().top}px`;
  tools.firstElementChild.setAttribute("aria-label", `Row actions: ${printed(row.querySelector(FIRST))}`);
}

function closeTools() {
  if (tools.open && tools.contains(document.activeElement)) tools.firstElementChild.focus();
  tools.open = false;
  tools.querySelector("[data-do=delete]").textContent = "Delete";
}

for (const type of ["pointerover", "focusin"]) {
  on(type, ({ target }) => {
    const row = target.closest?.("#document [data-block] [data-v]");
    if (row) offerTools(row);
  });
}

/** Posts a change of `from`'s section; `then` is handed the new section and the rows known before. */
function restructure(from, path, values, then) {
  const { id } = from.closest(".section");
  const known = new Set([...byId(id).querySelectorAll("[data-v]")].map((row) => row.id));
  closeTools();
  const done = (form, status) => {
    form.remove();
    repaint(byId(id));
    if (status < 300) then(byId(id), known);
  };
  const failed = (form, status) => {
    form.remove();
    toast(`Not done: ${reasonOf(status)}`);
  };
  send(write(path, values, { place: () => byId(id), done, failed }));
}

function toast(sentence) {
  const message = copyOf("toast");
  message.firstElementChild.textContent = sentence;
  byId("toasts").append(message);
}

function addRow(block, after) {
  const values = after ? { after: after.id.slice(2) } : {};
  restructure(block, `blocks/${block.dataset.block}/rows/`, values, (section, known) => {
    const row = [...section.querySelectorAll("[data-v]")].find((each) => !known.has(each.id));
    const cell = row?.querySelector(FIRST);
    cell?.focus();
    if (cell) openEditor(cell);
  });
}

/** `focused` finds what to focus afterwards: the elements of now will be gone. */
function moveRow(row, by, focused) {
  if (!mayRestructure(row)) return refuse(row.querySelector(FIRST));
  restructure(row, `rows/${row.id.slice(2)}/move/`, { by }, () => {
    offerTools(byId(row.id));
    focused().focus();
  });
}

function deleteRow(row) {
  const next = row.nextElementSibling ?? row.previousElementSibling;
  const { block } = row.closest("[data-block]").dataset;
  restructure(row, `rows/${row.id.slice(2)}/delete/`, { seen: row.dataset.v }, () => {
    const cell = next && byId(next.id)?.querySelector(FIRST);
    (cell ?? plan.querySelector(`[data-block="${block}"] > [data-do=add]`)).focus();
  });
}

// --- Where a key leads

function below(cell, by) {
  const row = rowOf(cell);
  const sibling = by > 0 ? row.nextElementSibling : row.previousElementSibling;
  return inTable(cell) ? sibling?.cells[cell.cellIndex] : sibling?.matches("li") && sibling.querySelector(".cell");
}

function beside(cell, by) {
  if (!inTable(cell)) return null;
  const cells = [...cell.closest("tbody").querySelectorAll("td")];
  return cells[cells.indexOf(cell) + by];
}

function gridTarget({ key, ctrlKey, metaKey }, cell) {
  const row = rowOf(cell);
  const { rows } = row.parentNode;
  const far = ctrlKey || metaKey;
  const targets = {
    ArrowUp: () => below(cell, -1),
    ArrowDown: () => below(cell, 1),
    ArrowLeft: () => cell.previousElementSibling,
    ArrowRight: () => cell.nextElementSibling,
    Home: () => (far ? rows[0] : row).firstElementChild,
    End: () => (far ? rows[rows.length - 1] : row).lastElementChild,
  };
  return targets[key]?.();
}

on("focusin", ({ target }) => {
  if (!target.matches("#document td")) return;
  target.closest("table").querySelectorAll("td[tabindex='0']").forEach((other) => (other.tabIndex = -1));
  target.tabIndex = 0;
});

on("keydown", (event) => {
  takeRefusalAway();
  const { target, key } = event;
  if (open.editor && target === open.editor) editorKey(event);
  else if (target.matches(CELL) && !isMark(target)) cellKey(event, target);
  else if (key === "Escape" && tools.contains(target)) closeTools();
});

function editorKey(event) {
  const cell = open.editor.parentNode;
  const long = cell.closest(LONG) !== null;
  if (event.key === "Escape") leave(event, cell, cell, { keep: false });
  else if (event.key === "Enter" && saves(event, long)) leave(event, cell, !long && below(cell, 1));
  else if (event.key === "Tab") leave(event, cell, beside(cell, event.shiftKey ? -1 : 1));
}

function saves(event, long) {
  if (event.isComposing) return false;
  return long ? event.ctrlKey || event.metaKey : !event.shiftKey;
}

/** Tab out of the last cell goes where the browser takes it from there. */
function leave(event, cell, next, options) {
  if (!options && isNoDate(open.editor)) return event.preventDefault();
  if (next || event.key !== "Tab") event.preventDefault();
  closeEditor(options);
  (next || cell).focus();
}

function cellKey(event, cell) {
  if (event.altKey && ["ArrowUp", "ArrowDown"].includes(event.key)) return moveByKey(event, cell);
  if (event.key === "Enter" || event.key === "F2" || ticks(event, cell)) {
    event.preventDefault();
    return openEditor(cell);
  }
  if (types(event)) return openEmpty(cell);
  const target = inTable(cell) && gridTarget(event, cell);
  if (!target) return;
  event.preventDefault();
  target.focus();
}

const ticks = (event, cell) => event.key === " " && headerOf(cell).dataset.editor === "checkbox";
const types = ({ key, ctrlKey, metaKey, altKey }) => key.length === 1 && key !== " " && !ctrlKey && !metaKey && !altKey;

/** The key itself is then typed into the editor by the browser. */
function openEmpty(cell) {
  openEditor(cell);
  if (open.editor?.matches("textarea, [type=text]")) open.editor.value = "";
}

function moveByKey(event, cell) {
  const row = rowOf(cell);
  if (!row.closest("[data-block]")) return;
  event.preventDefault();
  const place = placeOf(cell);
  moveRow(row, event.key === "ArrowUp" ? -1 : 1, () => cellAt(...place));
}

const cellOf = (button) => button.closest(CELL) ?? button.closest("li").querySelector(".mark");

const actions = {
  "add": (button) => addRow(button.closest("[data-block]")),
  "add-below": () => addRow(tools.parentNode, tools.row),
  "up": () => moveRow(tools.row, -1, () => tools.firstElementChild),
  "down": () => moveRow(tools.row, 1, () => tools.firstElementChild),
  "delete": confirmDelete,
  "retry": (button) => retry([formOf(cellOf(button))]),
  "retry-all": () => retry(failedForms()),
  "dismiss": (button) => button.closest(".toast").remove(),
  "discard": (button) => discard(formOf(cellOf(button))),
  "mine": keepMine,
  "theirs": takeTheirs,
};

function confirmDelete(button) {
  if (button.textContent === "Really delete?") deleteRow(tools.row);
  else button.textContent = "Really delete?";
}

function keepMine(button) {
  const cell = cellOf(button);
  save(cell, cell.dataset.draft);
  cell.focus();
}

function takeTheirs(button) {
  const cell = cellOf(button);
  cell.replaceChildren(...cell.querySelector(".theirs").childNodes);
  delete cell.dataset.state;
  delete cell.dataset.draft;
  cell.focus();
  showStatus();
}

on("click", ({ target }) => {
  takeRefusalAway();
  const button = target.closest("[data-do]");
  if (button) return actions[button.dataset.do]?.(button);
  if (!tools.contains(target)) closeTools();
  if (target.closest("a, button, input, select, textarea, summary, label")) return;
  const cell = target.closest(CELL);
  if (cell && getSelection().isCollapsed) openEditor(cell, { pointer: true });
});

// --- The page

on("htmx:load", ({ target }) => prepare(target));

// The focus must not hide under the sticky banner, whose height depends on what it has to say.
const banner = document.querySelector(".banner");
const measure = () => {
  const sticky = getComputedStyle(banner).display === "contents" ? banner.firstElementChild : banner;
  document.documentElement.style.setProperty("--banner", `${sticky.offsetHeight}px`);
};
new ResizeObserver(measure).observe(banner.firstElementChild);

const outline = document.querySelector(".outline");
const wide = matchMedia("(width >= 64rem)");
const unfold = () => (outline.firstElementChild.open = wide.matches);
wide.addEventListener("change", unfold);
unfold();
outline.dataset.ready = "";

/** An edit brings its own section's counts: the shares of all above it follow from those. */
function tally() {
  for (const part of [outline, ...outline.querySelectorAll("li")]) {
    const counts = [...part.querySelectorAll("[data-n]")].map((count) => count.dataset.n.split(" ").map(Number));
    const [cells, toFill, flagged] = counts.reduce((sums, count) => sums.map((sum, index) => sum + count[index]));
    const share = part.querySelector("#share b, small");
    if (!cells || !share) continue;
    const percent = Math.floor((100 * (cells - toFill)) / cells);
    share.textContent = `${percent} %`;
    part.querySelector("meter").value = percent;
    part.querySelector("em").textContent = flagged ? `${flagged} to check` : "";
  }
}
on("htmx:afterRequest", tally);

/** Marks in the outline where one is reading. */
const reading = new IntersectionObserver(
  (entries) => {
    for (const { target } of entries.filter((entry) => entry.isIntersecting)) {
      outline.querySelector("[aria-current]")?.removeAttribute("aria-current");
      byId(`t-${target.id.slice(2)}`)?.parentNode.setAttribute("aria-current", "true");
    }
  },
  { rootMargin: "-20% 0px -70% 0px" },
);
plan.querySelectorAll(".section").forEach((section) => reading.observe(section));
