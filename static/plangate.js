// Every page: messages can be dismissed.
"use strict";

document.addEventListener("click", ({ target }) => {
  if (target.dataset.do === "dismiss") target.closest(".toast").remove();
});
