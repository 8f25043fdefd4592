// A plan edited in place. The document holds no handlers: everything is delegated from here.
// An unsaved text lives in a form of the outbox, keyed by its cell, until the server has it, so
// neither a swap, a failure nor a second edit can lose it. htmx sends the forms and swaps the answers.
"use strict";

(() => {
  const byId = (id) => document.getElementById(id);
  const copyOf = (id) => byId(id).content.firstElementChild.cloneNode(true);
  const on = (type, handler) => document.addEventListener(type, handler);
  const plan = byId("document");
  const outbox = byId("outbox");

  // --- Messages -------------------------------------------------------------------------------

  function toast(sentence) {
    const message = copyOf("toast");
    message.firstElementChild.textContent = sentence;
    byId("toasts").append(message);
  }

  on("click", ({ target }) => {
    if (target.dataset.do === "dismiss") target.closest(".toast").remove();
  });

  if (!plan) return;

  // --- Cells: where they are, what they say -----------------------------------------------------

  const CELL = "#document td, #document .cell, #document .mark";
  const ASIDE = ".editor, .message, .flag";
  const LONG = ".prose, .statement, .diagram";

  const isMark = (cell) => cell.matches(".mark");
  const rowOf = (cell) => cell.closest("[data-v]");
  const columnOf = (cell) => cell.cellIndex ?? Number(cell.dataset.column ?? 0);
  const formOf = (cell) => byId(`save-${rowOf(cell).id}-${columnOf(cell)}`);

  function cellAt(rowId, column) {
    const row = byId(rowId);
    const cells = row?.cells ?? row?.querySelectorAll(".cell, .mark") ?? [];
    return [...cells].find((cell) => columnOf(cell) === column);
  }

  /** The element that says how a cell is edited: its column's header, or the block it fills. */
  function columnHeader(cell) {
    return cell.closest("table")?.tHead.rows[0].cells[cell.cellIndex] ?? rowOf(cell);
  }

  function nameOf(cell) {
    if (cell.cellIndex === undefined) return cell.closest(".block").querySelector(".label")?.textContent;
    const row = rowOf(cell).cells[0];
    return `${columnHeader(cell).textContent}, ${textOf(row)}`;
  }

  /** What a cell prints, without what is hung on it. */
  function textOf(cell) {
    const own = [...cell.childNodes].filter((node) => !node.matches?.(ASIDE));
    return own.map((node) => node.textContent).join("");
  }

  /** The raw text that stands on the server, as far as this page knows. */
  function standing(cell) {
    if (cell.dataset.raw !== undefined) return cell.dataset.raw;
    return isMark(cell) ? (cell.defaultChecked ? "x" : " ") : textOf(cell);
  }

  function isGhost(cell) {
    const ghost = cell.querySelector(":scope > .ghost");
    return ghost !== null && ghost.textContent === textOf(cell);
  }

  /** What an editor starts with: what was typed and is not saved, or else what stands. */
  function textToEdit(cell) {
    return formOf(cell)?.elements.text.value ?? cell.dataset.draft ?? (isGhost(cell) ? "" : standing(cell));
  }

  // --- May I? -----------------------------------------------------------------------------------

  const isKept = (cell) => "readonly" in columnHeader(cell).dataset || "readonly" in rowOf(cell).dataset;

  function mayEdit(cell) {
    if (isKept(cell)) return false;
    const mode = plan.dataset.editable;
    return mode === "yes" || (mode === "operational" && "operational" in columnHeader(cell).dataset);
  }

  function refuse(cell) {
    plan.querySelectorAll(".message[role=alert]").forEach((old) => old.remove());
    const note = copyOf("note");
    (isMark(cell) ? cell.parentNode : cell).append(note);
    note.textContent = isKept(cell) ? "Plangate writes this itself." : plan.dataset.refusal;
  }

  // --- The outbox: sending, and what comes back ---------------------------------------------------

  const FAILURES = {
    0: "the server cannot be reached.",
    400: "it is too long or malformed.",
    401: "your session has ended.",
    403: "you may not change this, or the page is too old.",
    404: "somebody deleted this row.",
    413: "it is too long.",
    429: "too many changes at once.",
  };
  const reasonOf = (status) => FAILURES[status] ?? "the server had a fault.";

  /** A hidden form that posts `values` to an address under the plan's; the caller says what then. */
  function letter(path, values, then) {
    const form = copyOf("save");
    form.setAttribute("hx-post", plan.dataset.url + path);
    for (const [name, value] of Object.entries(values)) {
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    }
    outbox.append(form);
    htmx.process(form);
    return Object.assign(form, then);
  }

  function send(form) {
    delete form.dataset.failed;
    form.waiting = true;
    htmx.trigger(form, "submit");
    count();
  }

  function save(cell, text) {
    const form = formOf(cell) ?? cellLetter(rowOf(cell).id, columnOf(cell));
    form.elements.text.value = text;
    delete form.dataset.failed;
    paint(form);
    send(form);
  }

  function cellLetter(rowId, column) {
    const form = letter(`rows/${rowId.slice(2)}/cells/${column}/`, { text: "", seen: "" }, {
      place: () => cellAt(rowId, column),
      done: cellAnswered,
      failed: cellFailed,
    });
    form.id = `save-${rowId}-${column}`;
    return form;
  }

  /** Shows a form's text in its cell, as saving or as not saved; keeps the cell that stood there. */
  function paint(form) {
    const cell = form.place();
    if (!cell) return;
    form.stood ??= cell.cloneNode(true);
    cell.dataset.state = form.dataset.failed ? "failed" : "saving";
    delete cell.dataset.draft;
    if (isMark(cell)) cell.checked = form.elements.text.value === "x";
    else cell.replaceChildren(form.elements.text.value, ...cell.querySelectorAll(".editor"));
    if (form.dataset.failed) hang(unsaved(form.dataset.failed), cell);
  }

  const hang = (message, cell) => (isMark(cell) ? cell.parentNode : cell).append(message);

  function unsaved(reason) {
    const message = copyOf("unsaved");
    message.querySelector(".reason").textContent = reason;
    return message;
  }

  function cellAnswered(form, status) {
    const cell = form.place();
    form.stood = null;
    if (status === 409 && form.waiting) {
      // What was typed meanwhile was typed without having seen the other's text: ask first.
      cell.dataset.draft = form.elements.text.value;
      cell.querySelector(".mine").textContent = form.elements.text.value;
      form.waiting = false;
    }
    if (form.waiting) paint(form);
    else form.remove();
  }

  function cellFailed(form, status) {
    if (form.waiting) return;
    form.dataset.failed = reasonOf(status);
    paint(form);
  }

  function retry(form) {
    delete form.dataset.failed;
    form.place()?.parentNode.querySelectorAll(":scope > .message").forEach((old) => old.remove());
    paint(form);
    send(form);
  }

  function discard(form) {
    const cell = form.place();
    form.remove();
    cell.parentNode.querySelectorAll(":scope > .message").forEach((old) => old.remove());
    cell.replaceWith(form.stood);
    prepare(form.stood);
    form.stood.focus();
    count();
  }

  /** Signing in again gives a new token: take it from a fresh copy of this page. */
  async function renewToken() {
    const page = await (await fetch(location.href)).text();
    const { body } = new DOMParser().parseFromString(page, "text/html");
    const headers = body.getAttribute("hx-headers");
    if (headers) document.body.setAttribute("hx-headers", headers);
  }

  const failedForms = () => [...outbox.children].filter((form) => form.dataset.failed);
  const retryAll = (forms) => renewToken().catch(() => {}).then(() => forms.forEach(retry));

  on("htmx:configRequest", ({ detail }) => {
    const form = detail.elt;
    form.waiting = false;
    if (form.stood) detail.parameters.seen = standing(form.stood);
  });

  on("htmx:beforeOnLoad", ({ detail }) => {
    const form = detail.elt;
    if (form.parentNode !== outbox) return;
    detail.target = form.place() ?? form;
    form.restore = holding(detail.target);
  });

  on("htmx:afterRequest", ({ detail }) => {
    const form = detail.elt;
    if (form.parentNode !== outbox) return;
    const { status } = detail.xhr;
    if (detail.successful) form.done(form, status);
    else form.failed(form, status);
    form.restore?.();
    form.restore = null;
    if (status === 401) byId("signed-out").open || byId("signed-out").showModal();
    count();
  });

  // --- The status line, and leaving ---------------------------------------------------------------

  function count() {
    const status = byId("status");
    const failed = failedForms().length + plan.querySelectorAll("[data-draft]").length;
    const state = failed ? "failed" : outbox.childElementCount ? "saving" : "saved";
    const sentences = {
      failed: `${failed} change${failed === 1 ? "" : "s"} not saved`,
      saving: "Saving…",
      saved: "All changes saved",
    };
    if (status.textContent !== sentences[state]) status.textContent = sentences[state];
    status.dataset.state = state;
  }

  window.addEventListener("beforeunload", (event) => {
    const typing = editor && editor.value !== editor.initial;
    if (typing || outbox.childElementCount || plan.querySelector("[data-draft]")) event.preventDefault();
  });

  // --- Swaps take nothing away --------------------------------------------------------------------

  let swapping = false;

  /** Remembers what a swap of `area` would take away; the function returned puts it back. */
  function holding(area) {
    const open = editor && area.contains(editor) ? editor : null;
    const active = area.contains(document.activeElement) ? document.activeElement.closest(CELL) : null;
    const placeOf = (cell) => [rowOf(cell).id, columnOf(cell)];
    const place = active && placeOf(active);
    const drafts = [...area.querySelectorAll("[data-draft]")].map((draft) => [draft, placeOf(draft)]);
    const tabIndex = area.matches(CELL) && area.tabIndex;
    swapping = true;
    return () => {
      for (const [draft, where] of drafts) cellAt(...where)?.replaceWith(draft);
      const cell = place && cellAt(...place);
      if (cell && tabIndex !== false) cell.tabIndex = tabIndex;
      if (cell && open) cell.append(open);
      if (cell) (open ?? cell).focus({ preventScroll: true });
      swapping = false;
    };
  }

  // --- The editor ---------------------------------------------------------------------------------

  let editor = null;

  function openEditor(cell, pointer = false) {
    if (editor?.parentNode === cell) return;
    closeEditor();
    if (!mayEdit(cell)) return refuse(cell);
    if (columnHeader(cell).dataset.editor === "checkbox") return toggle(cell);
    const input = editorFor(cell);
    input.pointer = pointer;
    cell.append(input);
    editor = input;
    input.focus();
    input.select?.();
    grow(input);
    if (pointer && input.tagName === "SELECT") input.showPicker?.();
  }

  function editorFor(cell) {
    const header = columnHeader(cell);
    const choices = header.querySelector(":scope > template");
    const input = choices ? choices.content.firstElementChild.cloneNode(true) : copyOf(`editor-${header.dataset.editor ?? "text"}`);
    const text = textToEdit(cell);
    if (choices && text && ![...input.options].some((option) => option.value === text)) input.add(new Option(text));
    input.value = text;
    input.initial = input.value;
    input.classList.add("editor");
    input.setAttribute("aria-label", nameOf(cell) ?? "Text");
    if (isGhost(cell)) input.placeholder = standing(cell);
    return input;
  }

  /** Where the browser cannot size a text area by its content. */
  function grow(input) {
    if (input.tagName !== "TEXTAREA" || CSS.supports("field-sizing", "content")) return;
    input.style.height = "auto";
    input.style.height = `${input.scrollHeight + 2}px`;
  }

  function closeEditor({ keep = true } = {}) {
    if (!editor) return;
    const input = editor;
    const cell = input.parentNode;
    editor = null;
    input.remove();
    if (keep && input.value !== input.initial) save(cell, input.value);
  }

  function toggle(cell) {
    save(cell, standing(cell).trim() ? " " : "x");
  }

  // --- Moving about -------------------------------------------------------------------------------

  /** One tab stop a grid: the cell that had the focus last. */
  on("focusin", ({ target }) => {
    if (!target.matches("#document td")) return;
    target.closest("table").querySelectorAll("td[tabindex='0']").forEach((other) => (other.tabIndex = -1));
    target.tabIndex = 0;
  });

  /** The cell `down` rows and `right` columns away; sideways it goes on into the next row. */
  function neighbour(cell, down, right) {
    const row = rowOf(cell);
    if (!row.cells) return right ? null : (down > 0 ? row.nextElementSibling : row.previousElementSibling)?.querySelector(".cell");
    const rows = [...row.parentNode.rows];
    if (down) return rows[rows.indexOf(row) + down]?.cells[cell.cellIndex];
    const cells = rows.flatMap((each) => [...each.cells]);
    return cells[cells.indexOf(cell) + right];
  }

  function gridTarget({ key, ctrlKey, metaKey }, cell) {
    const row = rowOf(cell);
    const far = ctrlKey || metaKey;
    const rows = row.parentNode.rows;
    const edges = { Home: far ? rows[0] : row, End: far ? rows[rows.length - 1] : row };
    if (key === "Home") return edges.Home.cells[0];
    if (key === "End") return edges.End.cells[edges.End.cells.length - 1];
    if (key === "ArrowLeft") return row.cells[cell.cellIndex - 1];
    if (key === "ArrowRight") return row.cells[cell.cellIndex + 1];
    return { ArrowUp: neighbour(cell, -1, 0), ArrowDown: neighbour(cell, 1, 0) }[key];
  }

  function editorKey(event) {
    const cell = editor.parentNode;
    const long = cell.closest(LONG) !== null;
    const { key, shiftKey } = event;
    const saves = key === "Enter" && !event.isComposing && (long ? event.ctrlKey || event.metaKey : !shiftKey);
    if (key === "Escape") {
      event.preventDefault();
      closeEditor({ keep: false });
      cell.focus();
    } else if (saves) {
      event.preventDefault();
      closeEditor();
      ((!long && neighbour(cell, 1, 0)) || cell).focus();
    } else if (key === "Tab") {
      closeEditor();
      cell.focus();
      const next = neighbour(cell, 0, shiftKey ? -1 : 1);
      if (next) event.preventDefault();
      if (next) next.focus();
    }
  }

  function cellKey(event, cell) {
    const typed = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.altKey && ["ArrowUp", "ArrowDown"].includes(event.key)) {
      event.preventDefault();
      move(rowOf(cell), event.key === "ArrowUp" ? -1 : 1, () => cellAt(rowOf(cell).id, columnOf(cell)));
    } else if (["Enter", "F2"].includes(event.key)) {
      event.preventDefault();
      openEditor(cell);
    } else if (typed) {
      openEditor(cell);
      if (editor?.tagName === "TEXTAREA" || editor?.type === "text") editor.value = "";
    } else if (event.key === " " && columnHeader(cell).dataset.editor === "checkbox") {
      event.preventDefault();
      openEditor(cell);
    } else if (cell.cellIndex !== undefined) {
      const target = gridTarget(event, cell);
      if (target) event.preventDefault();
      if (target) target.focus();
    }
  }

  on("keydown", (event) => {
    const { target, key } = event;
    if (editor && target === editor) editorKey(event);
    else if (target.matches?.(CELL) && !isMark(target)) cellKey(event, target);
    else if (key === "Escape" && target.closest?.(".tools")) closeTools();
  });

  on("input", ({ target }) => target === editor && grow(editor));
  on("focusout", ({ target }) => {
    if (target === editor && !swapping && document.hasFocus()) closeEditor();
  });
  on("change", ({ target }) => {
    if (target === editor && target.tagName === "SELECT" && target.pointer) {
      const cell = target.parentNode;
      closeEditor();
      cell.focus();
    } else if (target.matches(".mark")) {
      if (mayEdit(target)) return save(target, target.checked ? "x" : " ");
      target.checked = target.defaultChecked;
      refuse(target);
    }
  });

  // --- Rows ---------------------------------------------------------------------------------------

  const tools = copyOf("row-tools");

  /** Brings the row's menu to the row that one points at or stands in. */
  function offerTools(row) {
    if (plan.dataset.editable !== "yes" || tools.row === row || "readonly" in row.dataset) return;
    if (tools.contains(document.activeElement) && tools.open) return;
    closeTools();
    const block = row.closest("[data-block]");
    tools.row = row;
    block.append(tools);
    tools.style.top = `${row.getBoundingClientRect().top - block.getBoundingClientRect().top}px`;
    tools.firstElementChild.setAttribute("aria-label", `Row actions: ${textOf(row.cells?.[0] ?? row.querySelector(".cell"))}`);
  }

  function closeTools() {
    if (tools.open) tools.firstElementChild.focus();
    tools.open = false;
    tools.querySelector("[data-do=delete]").textContent = "Delete";
  }

  /** Posts a change of a section's rows; `then` says what takes the focus in the new section. */
  function restructure(from, path, values, then) {
    const { id } = from.closest(".section");
    const known = new Set([...byId(id).querySelectorAll("[data-v]")].map((row) => row.id));
    closeTools();
    send(letter(path, values, {
      place: () => byId(id),
      done: (form, status) => {
        form.remove();
        repaint(byId(id));
        if (status < 300) then(byId(id), known);
      },
      failed: (form, status) => {
        form.remove();
        toast(`Not done: ${reasonOf(status)}`);
      },
    }));
  }

  /** A new section has the server's texts: put those back that it has not been given yet. */
  function repaint(section) {
    for (const form of outbox.children) {
      if (!form.id || !section.contains(form.place())) continue;
      form.stood = null;
      paint(form);
    }
  }

  function addRow(block, after) {
    restructure(block, `blocks/${block.dataset.block}/rows/`, after ? { after: after.id.slice(2) } : {}, (section, known) => {
      const row = [...section.querySelectorAll("[data-v]")].find((each) => !known.has(each.id));
      const cell = row?.querySelector("td, .cell");
      if (cell) cell.focus(), openEditor(cell);
    });
  }

  function move(row, by, focused) {
    if (plan.dataset.editable !== "yes") return refuse(document.activeElement);
    restructure(row, `rows/${row.id.slice(2)}/move/`, { by }, () => {
      offerTools(byId(row.id));
      const target = focused();
      target.focus();
    });
  }

  function deleteRow(row) {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    const block = row.closest("[data-block]").dataset.block;
    restructure(row, `rows/${row.id.slice(2)}/delete/`, { seen: row.dataset.v }, () => {
      const cell = next && byId(next.id)?.querySelector("td, .cell");
      cell ? cell.focus() : plan.querySelector(`[data-block="${block}"] .add`).focus();
    });
  }

  const actions = {
    "add": (button) => addRow(button.closest("[data-block]")),
    "add-below": () => addRow(tools.parentNode, tools.row),
    "up": () => move(tools.row, -1, () => tools.firstElementChild),
    "down": () => move(tools.row, 1, () => tools.firstElementChild),
    "delete": (button) => {
      if (button.textContent === "Really delete?") return deleteRow(tools.row);
      button.textContent = "Really delete?";
    },
    "retry": (button) => retryAll([formAt(button)]),
    "discard": (button) => discard(formAt(button)),
    "retry-all": () => retryAll(failedForms()),
    "mine": (button) => {
      const cell = button.closest(CELL);
      save(cell, cell.dataset.draft);
      cell.focus();
    },
    "theirs": (button) => {
      const cell = button.closest(CELL);
      cell.replaceChildren(...cell.querySelector(".theirs").childNodes);
      delete cell.dataset.state;
      delete cell.dataset.draft;
      cell.focus();
      count();
    },
  };

  const formAt = (button) => formOf(button.closest(CELL) ?? button.closest("li").querySelector(".mark"));

  on("click", (event) => {
    const { target } = event;
    const button = target.closest("[data-do]");
    if (button) return actions[button.dataset.do]?.(button);
    if (!tools.contains(target)) closeTools();
    if (target.closest("a, button, input, select, textarea, summary, label")) return;
    const cell = target.closest(CELL);
    if (cell && getSelection().isCollapsed) openEditor(cell, true);
  });

  for (const type of ["pointerover", "focusin"]) {
    on(type, ({ target }) => {
      const row = target.closest?.("#document [data-block] [data-v]");
      if (row) offerTools(row);
    });
  }

  // --- Getting ready: what the server leaves out because it would be said four hundred times -------

  function prepare(root) {
    const all = (selector) => [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)];
    all("#document td").forEach(prepareCell);
    all("#document table").forEach(prepareTable);
    all(".cell").forEach(prepareCell);
    all(".mark").forEach((mark) => mark.setAttribute("aria-disabled", String(!mayEdit(mark))));
  }

  function prepareTable(table) {
    table.setAttribute("role", "grid");
    table.setAttribute("aria-readonly", String(plan.dataset.editable !== "yes"));
    [...table.tHead.rows[0].cells].forEach((header, index) => {
      table.style.setProperty(`--header-${index + 1}`, JSON.stringify(header.textContent));
    });
    table.querySelector("td")?.setAttribute("tabindex", "0");
  }

  function prepareCell(cell) {
    if (cell.cellIndex !== undefined) {
      cell.tabIndex = cell.tabIndex;
      if (plan.dataset.editable === "operational" && mayEdit(cell)) cell.setAttribute("aria-readonly", "false");
      return;
    }
    cell.tabIndex = 0;
    cell.setAttribute("aria-describedby", "how-to-edit");
    if (nameOf(cell)) cell.setAttribute("role", "group"), cell.setAttribute("aria-label", nameOf(cell));
  }

  on("htmx:load", ({ target }) => prepare(target));

  // The focus must not hide under the sticky banner, whose height depends on what it has to say.
  const banner = document.querySelector(".banner");
  new ResizeObserver(() => {
    const height = getComputedStyle(banner).display === "contents" ? banner.firstElementChild.offsetHeight : banner.offsetHeight;
    document.documentElement.style.setProperty("--banner", `${height}px`);
  }).observe(banner.firstElementChild);

  /** Marks in the outline where one is reading. */
  const reading = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      document.querySelector(".outline [aria-current]")?.removeAttribute("aria-current");
      byId(`o-${target.id.slice(2)}`)?.setAttribute("aria-current", "true");
    }
  }, { rootMargin: "-20% 0px -70% 0px" });
  plan.querySelectorAll(".section").forEach((section) => reading.observe(section));
})();
