// What is nicer with JavaScript on the search page: suggestions while typing, and results without a new page.
(() => {
  "use strict";

  const PAUSE = 150; // milliseconds without a key before anything is asked
  const SHORTEST = 2;

  // Suggestions: the combobox pattern of the ARIA Authoring Practices, with a list that is not chosen from by itself.
  const input = document.getElementById("search-text");
  const list = document.getElementById("search-suggestions");
  const told = document.getElementById("search-suggested");

  const suggestions = () => {
    let timer = 0;
    let asking = null;
    let active = -1;

    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);

    const options = () => [...list.children];

    const close = () => {
      window.clearTimeout(timer);
      if (asking) asking.abort();
      list.hidden = true;
      list.replaceChildren();
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
      told.textContent = "";
    };

    const point = (place) => {
      const all = options();
      active = place < -1 ? all.length - 1 : place >= all.length ? -1 : place;
      all.forEach((option, number) => option.setAttribute("aria-selected", String(number === active)));
      if (active < 0) input.removeAttribute("aria-activedescendant");
      else {
        input.setAttribute("aria-activedescendant", all[active].id);
        all[active].scrollIntoView({ block: "nearest" });
      }
    };

    const choose = (option) => {
      if (option.dataset.url) {
        window.location.assign(option.dataset.url);
        return;
      }
      input.value = option.dataset.text;
      close();
      input.form.requestSubmit();
    };

    const show = (items) => {
      list.replaceChildren(
        ...items.map((item, number) => {
          const option = document.createElement("li");
          option.id = `${list.id}-${number}`;
          option.setAttribute("role", "option");
          option.setAttribute("aria-selected", "false");
          option.dataset.text = item.text;
          option.dataset.url = item.url;
          option.className = `search-suggestions__one search-suggestions__one--${item.kind}`;
          const text = document.createElement("span");
          text.textContent = item.text;
          text.dir = "auto";
          if (item.language) text.lang = item.language;
          option.append(text);
          if (list.dataset[item.kind]) {
            const kind = document.createElement("span");
            kind.className = "search-suggestions__kind";
            kind.textContent = list.dataset[item.kind];
            option.append(" ", kind);
          }
          return option;
        }),
      );
      active = -1;
      input.removeAttribute("aria-activedescendant");
      list.hidden = items.length === 0;
      input.setAttribute("aria-expanded", String(items.length > 0));
      told.textContent = items.length ? told.dataset.some : "";
    };

    const ask = async () => {
      const text = input.value.trim();
      if (text.length < SHORTEST) return close();
      if (asking) asking.abort();
      asking = new AbortController();
      const address = new URL(input.dataset.suggestions, window.location.href);
      address.searchParams.set("q", input.value);
      address.searchParams.set("language", window.location.pathname.split("/")[1]);
      for (const kept of document.querySelectorAll('#search-kept input[name="institution"]')) {
        address.searchParams.append("institution", kept.value);
      }
      try {
        const response = await fetch(address, { signal: asking.signal });
        if (response.ok && document.activeElement === input) show((await response.json()).items);
      } catch (error) {
        if (error.name !== "AbortError") close(); // offline: the form works as ever
      }
    };

    input.addEventListener("input", () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(ask, PAUSE);
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !list.hidden) {
        event.preventDefault(); // the first closes the list, the next empties the field
        close();
      } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !list.hidden) {
        event.preventDefault();
        point(event.key === "ArrowDown" ? active + 1 : active < 0 ? -2 : active - 1);
      } else if (event.key === "Enter" && active >= 0) {
        event.preventDefault();
        choose(options()[active]);
      } else if (event.key === "Tab") close();
    });
    input.addEventListener("blur", () => window.setTimeout(close, PAUSE));
    input.form.addEventListener("submit", close);
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) choose(option);
    });
  };

  // Results: an answer that says no is shown too, and whoever stood on a link that is gone stands at the results.
  const results = () => {
    document.body.addEventListener("htmx:beforeSwap", (event) => {
      if (event.detail.xhr.status === 503) event.detail.shouldSwap = true;
    });
    document.body.addEventListener("htmx:afterSettle", () => {
      const heading = document.getElementById("search-results");
      if (heading && (document.activeElement === document.body || !document.activeElement)) heading.focus();
    });
  };

  if (input && list && told) suggestions();
  results();
})();
