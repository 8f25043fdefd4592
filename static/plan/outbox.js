// Unsaved texts. Each lives in a form of the outbox until the server has it, one form a cell, so that
// neither a swap, a failure nor a second edit can lose it. htmx sends the forms, the last of several
// edits when its turn comes, and swaps the answers.

import { byId, cellAt, CELL, columnOf, copyOf, hang, isMark, on, outbox, placeOf, plan, prepare, rowOf, standing, unhang } from "./cells.js";

/** The open editor, if any, and whether a swap is going on that must not close it. */
export const open = { editor: null, swapping: false };

const FAILURES = {
  0: "the server cannot be reached.",
  400: "it is too long, or malformed.",
  401: "your session has ended.",
  403: "you may not change this, or the page is too old.",
  404: "this row is no longer there.",
  413: "it is too long.",
  429: "too many changes at once.",
};
export const reasonOf = (status) => FAILURES[status] ?? "the server had a fault.";

export const formOf = (cell) => byId(`save-${placeOf(cell).join("-")}`);

// --- Sending ----------------------------------------------------------------------------------------

/** A hidden form for an address under the plan's. `letter`: place() to swap, done() and failed(). */
export function write(path, values, letter) {
  const form = copyOf("save");
  form.setAttribute("hx-post", plan.dataset.url + path);
  for (const [name, value] of Object.entries(values)) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  outbox.append(form);
  htmx.process(form);
  form.letter = letter;
  return form;
}

export function send(form) {
  delete form.dataset.failed;
  form.letter.waiting = true;
  htmx.trigger(form, "submit");
  showStatus();
}

export function save(cell, text) {
  const form = formOf(cell) ?? writeCell(cell);
  form.elements.text.value = text;
  delete form.dataset.failed;
  unhang(cell);
  paint(form);
  send(form);
}

function writeCell(cell) {
  const [rowId, column] = placeOf(cell);
  const place = () => cellAt(rowId, column);
  const letter = { place, done: cellAnswered, failed: cellFailed, stood: null };
  const form = write(`rows/${rowId.slice(2)}/cells/${column}/`, { text: "", seen: "" }, letter);
  form.id = `save-${rowId}-${column}`;
  return form;
}

/** Shows a form's text in its cell, as saving or as not saved, and keeps the cell that stood there. */
export function paint(form) {
  const cell = form.letter.place();
  if (!cell) return;
  form.letter.stood ??= cell.cloneNode(true);
  cell.dataset.state = form.dataset.failed ? "failed" : "saving";
  delete cell.dataset.draft;
  if (isMark(cell)) cell.checked = form.elements.text.value === "x";
  else cell.replaceChildren(form.elements.text.value, ...cell.querySelectorAll(".editor"));
  if (form.dataset.failed) hang(unsaved(form), cell);
}

function unsaved(form) {
  const message = copyOf("unsaved");
  message.querySelector(".reason").textContent = `Not saved: ${form.dataset.failed}`;
  return message;
}

// --- What comes back --------------------------------------------------------------------------------

function cellAnswered(form, status) {
  const { letter } = form;
  letter.stood = null;
  if (status === 409 && letter.waiting) keepLatest(form);
  if (letter.waiting) paint(form);
  else form.remove();
}

/** What was typed meanwhile was typed without having seen the other's text: ask first. */
function keepLatest(form) {
  const cell = form.letter.place();
  cell.dataset.draft = form.elements.text.value;
  cell.querySelector(".mine").textContent = form.elements.text.value;
  form.letter.waiting = false;
}

function cellFailed(form, status) {
  if (form.letter.waiting) return;
  form.dataset.failed = reasonOf(status);
  unhang(form.letter.place() ?? form);
  paint(form);
}

const isOurs = (form) => form.parentNode === outbox && form.letter;

// The value one saw is taken now, when the request leaves, and not when it was queued.
on("htmx:configRequest", ({ detail }) => {
  if (!isOurs(detail.elt)) return;
  const { letter } = detail.elt;
  letter.waiting = false;
  if (letter.stood) detail.parameters.seen = standing(letter.stood);
});

on("htmx:beforeOnLoad", ({ detail }) => {
  const form = detail.elt;
  if (!isOurs(form)) return;
  detail.target = form.letter.place() ?? form;
  form.letter.restore = holding(detail.target);
});

on("htmx:afterRequest", ({ detail }) => {
  const form = detail.elt;
  if (!isOurs(form)) return;
  const { letter } = form;
  const { status } = detail.xhr;
  letter[detail.successful ? "done" : "failed"](form, status);
  letter.restore?.();
  letter.restore = null;
  const dialog = byId("signed-out");
  if (status === 401 && !dialog.open) dialog.showModal();
  showStatus();
});

/** Remembers what a swap of `area` would take away; the function returned puts it back. */
function holding(area) {
  const editor = area.contains(open.editor) ? open.editor : null;
  const active = area.contains(document.activeElement) ? document.activeElement.closest(CELL) : null;
  const place = active && placeOf(active);
  const drafts = area.matches(CELL) ? [] : [...area.querySelectorAll("[data-draft]")].map((draft) => [draft, placeOf(draft)]);
  const stop = area.matches("td") && area.tabIndex === 0;
  const where = stop && placeOf(area);
  open.swapping = true;
  return () => {
    for (const [draft, draftPlace] of drafts) cellAt(...draftPlace)?.replaceWith(draft);
    if (stop) cellAt(...where)?.setAttribute("tabindex", "0");
    const cell = place && cellAt(...place);
    if (cell && editor) cell.append(editor);
    if (cell) (editor ?? cell).focus({ preventScroll: true });
    open.swapping = false;
  };
}

/** A new section has the server's texts: put those back that the server does not have yet. */
export function repaint(section) {
  for (const form of outbox.children) {
    if (!form.id || !section.contains(form.letter.place())) continue;
    form.letter.stood = null;
    paint(form);
  }
}

// --- After a failure ---------------------------------------------------------------------------------

export const failedForms = () => [...outbox.children].filter((form) => form.dataset.failed);

/** Signing in again gives a new token: take it from a fresh copy of this page. */
async function renewToken() {
  const page = await (await fetch(location.href)).text();
  const { body } = new DOMParser().parseFromString(page, "text/html");
  const headers = body.getAttribute("hx-headers");
  if (headers) document.body.setAttribute("hx-headers", headers);
}

export async function retry(forms) {
  await renewToken().catch(() => {});
  for (const form of forms) {
    delete form.dataset.failed;
    unhang(form.letter.place() ?? form);
    paint(form);
    send(form);
  }
}

export function discard(form) {
  const { stood, place } = form.letter;
  const cell = place();
  form.remove();
  showStatus();
  if (!cell || !stood) return;
  unhang(cell);
  cell.replaceWith(stood);
  prepare(stood);
  stood.focus();
}

// --- The status line, and leaving --------------------------------------------------------------------

export function showStatus() {
  const status = byId("status");
  const failed = failedForms().length + plan.querySelectorAll("[data-draft]").length;
  const state = failed ? "failed" : outbox.childElementCount ? "saving" : "saved";
  const sentence = {
    failed: `${failed} change${failed === 1 ? "" : "s"} not saved`,
    saving: "Saving…",
    saved: "All changes saved",
  }[state];
  if (status.textContent !== sentence) status.textContent = sentence;
  status.dataset.state = state;
}

window.addEventListener("beforeunload", (event) => {
  const { editor } = open;
  const typing = editor && editor.value !== editor.initial;
  if (typing || outbox.childElementCount || plan.querySelector("[data-draft]")) event.preventDefault();
});
