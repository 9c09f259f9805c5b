// What is nicer with JavaScript. Everything on the site works without it.
(() => {
  "use strict";

  document.documentElement.classList.add("enhanced");

  const ready = () => {
    // The menu folds behind a button on narrow screens.
    for (const button of document.querySelectorAll(".menu__toggle")) {
      button.addEventListener("click", () => {
        const open = button.getAttribute("aria-expanded") === "true";
        button.setAttribute("aria-expanded", String(!open));
      });
    }

    // A document's contents are long: on narrow screens they start folded.
    if (window.matchMedia("(max-width: 59.99rem)").matches) {
      for (const contents of document.querySelectorAll("details.contents")) contents.open = false;
    }

    // After a refused form, say first what is wrong.
    const summary = document.querySelector(".error-summary");
    if (summary) summary.focus();

    // How many characters are left, said when few are.
    for (const area of document.querySelectorAll("textarea[data-limit]")) {
      const output = document.getElementById(area.dataset.count);
      if (!output) continue;
      const limit = Number(area.dataset.limit);
      const tell = () => {
        const left = limit - [...area.value].length;
        output.hidden = left > limit / 10;
        output.textContent = output.dataset.text.replace("{count}", left.toLocaleString(document.documentElement.lang));
      };
      area.addEventListener("input", tell);
      tell();
    }

    // A form is sent once, however often its button is pressed.
    for (const form of document.querySelectorAll("form[data-once]")) {
      form.addEventListener("submit", (event) => {
        if (form.dataset.sent) event.preventDefault();
        form.dataset.sent = "yes";
      });
    }
    window.addEventListener("pageshow", () => {
      for (const form of document.querySelectorAll("form[data-once]")) delete form.dataset.sent;
    });

    // Copying the private link.
    for (const button of document.querySelectorAll("[data-copy]")) {
      if (!navigator.clipboard) continue;
      button.hidden = false;
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
        button.textContent = button.dataset.done;
      });
    }
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready);
  else ready();
})();
