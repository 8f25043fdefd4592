// Cells, and the texts that people have typed into them. A text lives in a form of the outbox until the
// server has it, one form a cell, so that neither a swap, a failure nor a second edit can lose it.

import { actions, byId, copyOf, on, plan, toast, words } from "./base.js";

const outbox = byId("outbox");

/** A cell is a table's, a text's outside tables, or a checklist's box. */
export const CELL = "#document td, #document .cell, #document .mark";
const ASIDE = ".editor, .message, .flag";

export const isMark = (cell) => cell.matches(".mark");
export const isHeading = (cell) => cell === rowOf(cell);
export const inTable = (cell) => cell.cellIndex !== undefined;
export const keyOf = (row) => row.id.slice(2);
export const rowOf = (cell) => cell.closest("[id^=r-]");
const columnOf = (cell) => cell.cellIndex ?? Number(cell.dataset.column ?? 0);
export const placeOf = (cell) => [rowOf(cell).id, columnOf(cell)];

/** The cell at a place: swaps replace the elements, so a place is what one remembers. */
export function cellAt(rowId, column) {
  const row = byId(rowId);
  if (row?.matches(CELL)) return row;
  const cells = row?.cells ?? row?.querySelectorAll(".cell, .mark") ?? [];
  return [...cells].find((cell) => columnOf(cell) === column);
}

/** The element that says how a cell is edited: its column's header, or the block it fills. */
export function headerOf(cell) {
  return inTable(cell) ? cell.closest("table").tHead.rows[0].cells[cell.cellIndex] : rowOf(cell);
}

export function nameOf(cell) {
  if (isHeading(cell)) return "Heading";
  if (!inTable(cell)) return cell.closest(".block").querySelector(".label")?.textContent;
  return `${headerOf(cell).textContent || headerOf(cell).ariaLabel}, ${printed(rowOf(cell).cells[0])}`;
}

export function printed(cell) {
  const own = [...cell.childNodes].filter((node) => !node.matches?.(ASIDE));
  return own.map((node) => node.textContent).join("");
}

/** The next row that is shown, or the one before. */
export function neighbour(row, by) {
  const next = by > 0 ? row.nextElementSibling : row.previousElementSibling;
  return next?.hidden ? neighbour(next, by) : next;
}

/** The raw text on the server, as far as this page knows. */
export function standing(cell) {
  if (cell.dataset.raw !== undefined) return cell.dataset.raw;
  if (isMark(cell)) return cell.defaultChecked ? "x" : " ";
  return printed(cell);
}

export function isGhost(cell) {
  const ghost = cell.querySelector("i");
  return ghost !== null && ghost.textContent === printed(cell).trim();
}

/** Hangs a message on a cell; a checklist's box has its own beside the text. */
function hang(message, cell) {
  (isMark(cell) ? cell.parentNode : cell).append(message);
}

function unhang(cell) {
  const holder = isMark(cell) ? cell.parentNode : cell;
  holder.querySelectorAll(":scope > .message").forEach((message) => message.remove());
}

// --- Who may

const isKept = (cell) => [headerOf(cell), rowOf(cell)].some((part) => "readonly" in part.dataset);

export function mayRestructure(row) {
  const { editable } = plan.dataset;
  return !("readonly" in row.dataset) && (editable === "yes" || (editable === "operational" && !!row.closest(".is-operational")));
}

export function mayEdit(cell) {
  if (isKept(cell)) return false;
  const { editable } = plan.dataset;
  return editable === "yes" || (editable === "operational" && "operational" in headerOf(cell).dataset);
}

/** A refusal is read once: the next key or click takes it away. */
export function takeRefusalAway() {
  plan.querySelector(".message[role=alert]")?.remove();
}

export function refuse(cell) {
  const note = copyOf("note");
  hang(note, cell);
  note.textContent = isKept(cell) ? words.kept : plan.dataset.refusal;
}

// --- What the server leaves out, because it would be said four hundred times

export function prepare(root) {
  const all = (selector) => [...(root.matches(selector) ? [root] : []), ...root.querySelectorAll(selector)];
  all("#document td").forEach(prepareCell);
  all("#document table").forEach(prepareTable);
  all("#document .cell").forEach(prepareText);
  all("#document .mark").forEach((mark) => (mark.ariaDisabled = !mayEdit(mark)));
}

function prepareTable(table) {
  table.role = "grid";
  table.ariaReadOnly = plan.dataset.editable !== "yes";
  [...table.tHead.rows[0].cells].forEach((header, index) => {
    table.style.setProperty(`--header-${index + 1}`, JSON.stringify(header.textContent));
  });
  const heading = table.closest(".section").querySelector(":scope > [id]");
  if (!table.caption && heading) table.setAttribute("aria-labelledby", heading.id);
  table.querySelector("td")?.setAttribute("tabindex", "0");
}

function prepareCell(cell) {
  cell.tabIndex = -1;
  if (plan.dataset.editable === "operational" && mayEdit(cell)) cell.ariaReadOnly = false;
}

function prepareText(cell) {
  cell.tabIndex = 0;
  cell.setAttribute("aria-describedby", "how-to-edit");
  if (!cell.matches(".field > *, .statement > *") || !nameOf(cell)) return;
  cell.role = "group";
  cell.ariaLabel = nameOf(cell);
}

// --- The outbox: sending

/** The open editor, if any, and whether a swap is going on that must not close it. */
export const open = { editor: null, swapping: false };

const reasonOf = (status) => words[`fault${status}`] ?? words.fault;

export const formId = (cell) => `save-${placeOf(cell).join("-")}`;
export const formOf = (cell) => byId(formId(cell));

/**
 * A hidden form for an address under the plan's. `letter`: done(form, status, said) and failed(), and
 * the place() that the answer takes; without one, the answer finds its places in the document itself.
 */
function write(path, values, letter) {
  const form = copyOf("save");
  form.setAttribute("hx-post", plan.dataset.url + path);
  if (!letter.place) form.setAttribute("hx-swap", "none");
  for (const [name, value] of Object.entries(values)) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  outbox.append(form);
  htmx.process(form);
  form.letter = letter;
  return form;
}

function send(form) {
  form.letter.waiting = true;
  htmx.trigger(form, "submit");
  showStatus();
}

/** Where one is: a cell's place, since its element comes and goes, or the element itself. */
function whereabouts() {
  const { activeElement } = document;
  const cell = activeElement.closest(CELL);
  return cell ? placeOf(cell).join() : activeElement;
}

/**
 * Writes more than a cell. `then` is handed what the answer says beside the document, and whether one is
 * still where one was; if so, what it gives is focused. Gives the form.
 */
export function act(path, values, then = () => {}) {
  const at = whereabouts();
  const done = (form, status, said) => {
    form.remove();
    repaint(plan);
    const stayed = !open.editor && (at.closest?.("dialog") || [at, document.body].includes(whereabouts()));
    const next = status < 300 && then(said, stayed);
    if (stayed && next) next.focus();
  };
  const failed = (form, status) => {
    form.remove();
    toast(`${words.undone} ${reasonOf(status)} ${form.typed?.() ?? ""}`);
  };
  const form = write(path, values, { done, failed });
  send(form);
  return form;
}

/** `seen`: what stood in the cell when one began to type. */
export function save(cell, text, seen = standing(cell)) {
  const form = formOf(cell) ?? writeCell(cell, seen);
  form.elements.text.value = text;
  resend(form);
}

function resend(form) {
  revive(form);
  send(form);
}

function revive(form) {
  delete form.dataset.failed;
  paint(form);
}

function writeCell(cell, seen) {
  const [rowId, column] = placeOf(cell);
  const place = () => cellAt(rowId, column);
  const letter = { place, done: cellAnswered, failed: cellFailed, stood: null, seen };
  const form = write(`rows/${rowId.slice(2)}/cells/${column}/`, { text: "", seen: "" }, letter);
  form.id = formId(cell);
  return form;
}

/** Shows a form's text in its cell, and keeps the cell that stood there. */
function paint(form) {
  const cell = form.letter.place();
  if (!cell) return form.dataset.failed && (form.remove(), keep(form.elements.text.value));
  form.letter.stood ??= cell.cloneNode(true);
  unhang(cell);
  cell.dataset.state = form.dataset.failed ? "failed" : "saving";
  delete cell.dataset.draft;
  if (isMark(cell)) cell.checked = form.elements.text.value === "x";
  else cell.replaceChildren(form.elements.text.value, ...cell.querySelectorAll(".editor"));
  if (form.dataset.failed) hang(unsaved(form), cell);
}

/** What was typed for a row that is no longer there is left to whoever typed it. */
const keep = (text) => toast(`${words.gone} ${text}`);

function unsaved(form) {
  const message = copyOf("unsaved");
  message.querySelector(".reason").textContent = `${words.unsaved} ${form.dataset.failed}`;
  return message;
}

// --- What comes back

function cellAnswered(form, status) {
  const { letter } = form;
  letter.stood = null;
  const cell = letter.place();
  if (cell && status < 300) {
    letter.seen = standing(cell);
    if (open.editor?.saves === form.id) open.editor.seen = letter.seen;
  }
  if (cell && isHeading(cell) && !cell.dataset.state) retitle(cell);
  if (status === 409 && letter.waiting) keepLatest(form);
  if (letter.waiting) paint(form);
  else form.remove();
}

/** The outline calls a section by its heading, and the page's tables by that of their section. */
function retitle(cell) {
  byId(cell.closest(".section").id.replace("s", "t")).parentNode.firstChild.data = `${printed(cell)} `;
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
  paint(form);
}

const isOurs = (form) => form.parentNode === outbox && form.letter;

on("htmx:configRequest", ({ detail }) => {
  if (!isOurs(detail.elt)) return;
  const { letter } = detail.elt;
  letter.waiting = false;
  detail.parameters.revision = plan.dataset.revision;
  if (letter.place) detail.parameters.seen = letter.seen;
});

on("htmx:beforeOnLoad", ({ detail }) => {
  const form = detail.elt;
  if (!isOurs(form)) return;
  detail.target = form.letter.place?.() ?? form;
  form.letter.restore = holding(form.letter.place ? detail.target : plan);
});

on("htmx:afterRequest", ({ detail }) => {
  const form = detail.elt;
  if (!isOurs(form)) return;
  const { letter } = form;
  const { status } = detail.xhr;
  // What a person does next comes after what they did before; a cell's text, before its editor.
  if (!letter.place) putBack(letter);
  letter[detail.successful ? "done" : "failed"](form, status, learn(detail.xhr));
  putBack(letter);
  const dialog = byId("signed-out");
  if (status === 401 && !dialog.open) dialog.showModal();
  if (status === 423) renewGate().catch(() => {});
  // What came may be older than what stands here, and must not stand for long.
  if (heard.revision > plan.dataset.revision) htmx.trigger(byId("news"), "now");
  showStatus();
});

/** The newest revision that was heard of, though the page may not show all that led to it. */
export const heard = { revision: 0 };

export const wordsOf = (xhr) => JSON.parse(xhr.getResponseHeader("HX-Trigger") ?? "{}");

/** What an answer says beside the document; the page's revision moves on where it leads from there. */
export function learn(xhr) {
  const said = wordsOf(xhr);
  if (!said.news) return said;
  const { from, to } = said.news;
  const known = Number(plan.dataset.revision);
  heard.revision = Math.max(heard.revision, to);
  if (from <= known) plan.dataset.revision = Math.max(known, to);
  return said;
}

function putBack(letter) {
  letter.restore?.();
  letter.restore = null;
}

/** Remembers what a swap of `area` would take away; the function returned puts it back. */
export function holding(area) {
  const editor = area.contains(open.editor) ? open.editor : null;
  const active = area.contains(document.activeElement) ? document.activeElement : null;
  const inside = active?.closest(CELL);
  const place = inside && placeOf(inside);
  const tools = [...area.querySelectorAll(".tools, .selection")].map((part) => [part, part.parentNode.dataset.block]);
  const drafts = area.matches(CELL) ? [] : [...area.querySelectorAll("[data-draft]")].map((draft) => [draft, placeOf(draft)]);
  const stop = area.matches("td") && area.tabIndex === 0;
  const where = stop && placeOf(area);
  open.swapping = true;
  return () => {
    for (const [draft, draftPlace] of drafts) {
      const cell = cellAt(...draftPlace);
      if (cell) cell.replaceWith(draft);
      else keep(draft.dataset.draft);
    }
    for (const [part, block] of tools) plan.querySelector(`[data-block="${block}"] > [data-do=add]`)?.before(part);
    if (stop) cellAt(...where)?.setAttribute("tabindex", "0");
    const cell = place && cellAt(...place);
    if (cell && editor) {
      cell.append(editor);
      htmx.process(editor); // a swap takes from what it removes what htmx knew of it
    } else if (editor) {
      open.editor = null;
      if (editor.value) keep(editor.value);
    }
    (cell ? (editor ?? cell) : active)?.focus({ preventScroll: true });
    open.swapping = false;
  };
}

/** A new section has the server's texts: put those back that the server does not have yet. */
export function repaint(section) {
  for (const form of [...outbox.children].filter(({ id }) => id)) {
    const cell = form.letter.place();
    if (cell && (cell.dataset.state || !section.contains(cell))) continue;
    form.letter.stood = null;
    paint(form);
  }
}

/** Whether anything is on its way: what is done next may hang on it. */
export const isSaving = () => [...outbox.children].some((form) => !form.dataset.failed);

// --- After a failure

const failedForms = () => [...outbox.children].filter((form) => form.dataset.failed);

/** A fresh copy of this page, for what has changed around the document. */
async function freshPage() {
  const page = await (await fetch(location.href)).text();
  return new DOMParser().parseFromString(page, "text/html").body;
}

/** Signing in again gives a new token. */
async function renewToken() {
  const headers = (await freshPage()).getAttribute("hx-headers");
  if (headers) document.body.setAttribute("hx-headers", headers);
}

/** The gate was closed while the page was open: the banner says so, and the tables are locked. */
export async function renewGate() {
  const page = await freshPage();
  const [shown, fresh] = [document, page].map((root) => root.querySelector(".banner"));
  if (!fresh) return;
  shown.className = fresh.className;
  for (const part of [".gate-state", ".facts"]) shown.querySelector(part).replaceWith(fresh.querySelector(part));
  shown.querySelector(".reasons")?.remove();
  shown.append(...fresh.querySelectorAll(".reasons"));
  Object.assign(plan.dataset, page.querySelector("#document").dataset);
  prepare(plan);
}

async function retry(forms) {
  forms.forEach(revive);
  showStatus();
  await renewToken().catch(() => {});
  forms.forEach(resend);
}

function discard(form) {
  const { stood, place } = form.letter;
  const cell = place();
  form.remove();
  showStatus();
  if (!cell || !stood) return;
  unhang(cell);
  cell.replaceWith(stood);
  stood.checked = stood.defaultChecked; // a copy has what one ticked
  prepare(stood);
  stood.focus();
}

const cellOf = (button) => button.closest(CELL) ?? button.closest("li").querySelector(".mark");

Object.assign(actions, {
  "retry": (button) => retry([formOf(cellOf(button))]),
  "retry-all": () => retry(failedForms()),
  "discard": (button) => discard(formOf(cellOf(button))),
  "mine": keepMine,
  "theirs": takeTheirs,
});

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

// --- The status line, and leaving

export function showStatus() {
  const status = byId("status");
  const failed = failedForms().length + plan.querySelectorAll("[data-draft]").length;
  const state = failed ? "failed" : outbox.childElementCount ? "saving" : "saved";
  const sentence = failed > 1 ? `${failed} ${words.changes}` : words[state];
  if (status.textContent !== sentence) status.textContent = sentence;
  status.dataset.state = state;
}

window.addEventListener("beforeunload", (event) => {
  const { editor } = open;
  const typing = editor && editor.value !== editor.initial;
  if (typing || outbox.childElementCount || plan.querySelector("[data-draft]")) event.preventDefault();
});
