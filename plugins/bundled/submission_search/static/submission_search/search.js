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
    let telling = 0;
    let asking = null;
    let active = -1;

    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);

    const options = () => [...list.children];

    // Emptied first: what is the same as before would not be announced again.
    const tell = (text) => {
      window.clearTimeout(telling);
      told.textContent = "";
      if (text) telling = window.setTimeout(() => (told.textContent = text), PAUSE);
    };

    const close = () => {
      window.clearTimeout(timer);
      if (asking) asking.abort();
      list.hidden = true;
      list.replaceChildren();
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
      tell("");
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
      tell(items.length ? told.dataset.text.replace("{count}", items.length) : "");
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

  // Only the results are exchanged: the form, the links to other languages and the feed follow the address.
  const following = (search) => {
    const fields = [...search.querySelectorAll('input[type="search"], input[type="date"]')];
    const sent = new Map();

    const follow = () => {
      const asked = new URLSearchParams(window.location.search);
      for (const field of fields) {
        // What was typed since is not taken away.
        if (field.value === sent.get(field)) field.value = asked.get(field.name) ?? "";
      }
      for (const link of document.querySelectorAll('.languages a, link[rel="alternate"]')) {
        link.setAttribute("href", new URL(link.href).pathname + window.location.search);
      }
    };
    const note = () => fields.forEach((field) => sent.set(field, field.value));

    search.addEventListener("htmx:beforeRequest", note);
    document.body.addEventListener("htmx:afterSettle", follow);
    document.body.addEventListener("htmx:historyRestore", () => {
      note();
      follow();
    });
  };

  // The form's address says nothing of what was left empty.
  const leaveOutEmpty = (event) => {
    const given = event.detail.formData;
    for (const name of new Set(given.keys())) {
      if (given.getAll(name).every((value) => value === "")) given.delete(name);
    }
  };

  // A request that fails is told, and everything stays as it is.
  const failures = (search, failed) => {
    const tell = () => {
      const notice = document.createElement("p");
      notice.className = "notice notice--bad";
      notice.textContent = failed.dataset.text;
      failed.replaceChildren(notice);
    };
    const clear = () => failed.replaceChildren();

    for (const name of ["sendError", "timeout", "responseError"]) search.addEventListener(`htmx:${name}`, tell);
    search.addEventListener("htmx:beforeRequest", clear);
    document.body.addEventListener("htmx:historyCacheMissLoadError", tell);
    document.body.addEventListener("htmx:historyRestore", clear);
  };

  // Results: an answer that says no is shown too, and whoever stood on a link that is gone stands at the results.
  const results = () => {
    document.body.addEventListener("htmx:beforeSwap", (event) => {
      if (event.detail.xhr.status !== 503) return;
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    });
    document.body.addEventListener("htmx:afterSettle", () => {
      const heading = document.getElementById("search-results");
      if (heading && (document.activeElement === document.body || !document.activeElement)) heading.focus();
    });
  };

  const search = document.getElementById("search");
  const failed = document.getElementById("search-failed");

  if (input && list && told) suggestions();
  if (search) {
    following(search);
    search.addEventListener("htmx:configRequest", leaveOutEmpty);
    if (failed) failures(search, failed);
  }
  results();
})();
