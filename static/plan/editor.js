// The editor of a cell: a copy of the server's template for the column, laid over the text. It costs
// no request, so the first keystroke is never lost.

import { byId, copyOf, on, toast, words } from "./base.js";
import { act, formId, formOf, headerOf, isGhost, isMark, mayEdit, nameOf, open, refuse, save, standing } from "./cells.js";

/** Texts in which Enter is a new line. */
export const LONG = ".prose, .statement, .diagram";

export function openEditor(cell, { pointer = false } = {}) {
  if (open.editor?.parentNode === cell) return;
  closeEditor();
  if (!mayEdit(cell)) return refuse(cell);
  if (headerOf(cell).dataset.editor === "checkbox") return save(cell, standing(cell).trim() ? " " : "x");
  const editor = editorFor(cell, pointer);
  cell.append(editor);
  htmx.process(editor);
  open.editor = editor;
  editor.focus();
  // A long text is seldom typed anew: there, selecting it all would only invite its loss.
  if (!cell.closest(LONG)) editor.select?.();
  grow(editor);
  // Only for the mouse: on an editor opened by a key the picker would swallow Tab.
  if (pointer && editor.tagName === "SELECT") editor.showPicker?.();
}

export function closeEditor({ keep = true } = {}) {
  const { editor } = open;
  if (!editor) return;
  const cell = editor.parentNode;
  open.editor = null;
  editor.remove();
  byId("preview").replaceChildren();
  // A row that was added and left empty goes again.
  if (editor.fresh && !(keep && editor.value)) return act("undo/", { group: editor.fresh, quiet: 1 });
  // A date that does not exist has an empty value, and to save that would empty the cell.
  if (keep && editor.validity.badInput) toast(words.undated);
  else if (keep && editor.value !== editor.initial) save(cell, editor.value, editor.seen);
}

function editorFor(cell, pointer) {
  const editor = widgetFor(headerOf(cell));
  Object.assign(editor, { pointer, seen: standing(cell), saves: formId(cell) });
  const text = textToEdit(cell);
  // By keys a date is typed as it is printed; a date field would take its digits in the browser's order.
  if (editor.type === "date" && !pointer) editor.type = "text";
  if (editor.tagName === "SELECT") offer(editor, text);
  editor.value = text;
  editor.initial = editor.value;
  editor.classList.add("editor");
  if (cell.closest(".diagram")) editor.removeAttribute("hx-post");
  editor.ariaLabel = nameOf(cell) ?? "Text";
  if (isGhost(cell)) editor.placeholder = standing(cell);
  return editor;
}

export function widgetFor(header) {
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
  if (editor.tagName !== "TEXTAREA") return;
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
  if (target === open.editor) settled(target);
  else if (isMark(target)) ticked(target);
});

/** With the mouse a choice is final; with keys it is not yet, since the arrows pass through others. */
function settled(editor) {
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
