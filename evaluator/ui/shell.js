// What Streamlit's page leaves unsaid, or says in English whatever the language. `veWords` stands before this script.
(() => {
  const set = (node, name, value) => { if (node.getAttribute(name) !== value) node.setAttribute(name, value); };

  // For screen readers: which stage is on the screen, which language is chosen.
  function spoken() {
    for (const stage of document.querySelectorAll('[class*="st-key-ve_stage_"], [class*="st-key-ve_beside_"]')) {
      const link = stage.querySelector("a");
      if (!link) continue;
      if (/st-key-ve_(stage|beside)_\w+_here\b/.test(stage.className)) set(link, "aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    for (const box of document.querySelectorAll(".st-key-ve_langs [class*=st-key-ve_lang_]")) {
      const button = box.querySelector("button");
      if (button) set(button, "aria-pressed", String(/st-key-ve_lang_\w+_on\b/.test(box.className)));
    }
  }

  // The server is gone: Streamlit asks about the internet, which has no part in it.
  function lost() {
    const words = window.veWords[document.documentElement.lang.slice(0, 2)];
    for (const dialog of document.querySelectorAll('.stDialog [role="dialog"]:not(.ve-lost)')) {
      const title = dialog.querySelector("h2");
      if (!title || title.textContent !== "Connection error") continue;
      title.firstChild.nodeValue = words.title;
      title.nextElementSibling.append(Object.assign(document.createElement("p"), { textContent: words.text }));
      dialog.querySelector("button")?.setAttribute("aria-label", words.close);
      dialog.classList.add("ve-lost");
    }
  }

  // A place in the picture of a sheet that is clicked is named in the field beside it, as if it were typed there.
  document.addEventListener("click", (event) => {
    const place = event.target.closest?.("[data-pick]");
    const name = place?.closest("[data-field]")?.dataset.field;
    const field = name && document.querySelector(`.st-key-${CSS.escape(name)} input`);
    if (!field) return;
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, place.dataset.pick);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    setTimeout(() => field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true })), 0);
  });

  // The picture is drawn anew with every change, and stays where it was scrolled to.
  const scrolled = {};
  document.addEventListener("scroll", ({ target }) => {
    if (target.dataset?.field) scrolled[target.ariaLabel] = [target.scrollLeft, target.scrollTop];
  }, true);
  function kept() {
    for (const box of document.querySelectorAll(".ve-sheetbox:not([data-kept])")) {
      box.dataset.kept = "";
      [box.scrollLeft, box.scrollTop] = scrolled[box.ariaLabel] ?? [0, 0];
    }
  }

  let waiting = 0;
  const look = () => { waiting = 0; spoken(); lost(); };
  new MutationObserver(() => { kept(); waiting ||= setTimeout(look, 40); })
    .observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["class"] });
})();
