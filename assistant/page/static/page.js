// What the page does in the browser and nowhere else: open a source, sort, copy, remember. No request leaves the host.
(() => {
  "use strict";
  const one = (selector, within = document) => within.querySelector(selector);
  const THREAD = "plan-thread", ASKED = "plan-asked", HAD = "plan-threads", REMEMBERED = 30;
  const stored = (box, key, value) => {
    try {
      if (value === undefined) return box.getItem(key) ?? "";
      value ? box.setItem(key, value) : box.removeItem(key);
    } catch { /* a browser that keeps nothing */ }
    return "";
  };
  const word = (name) => one("#sheet")?.dataset[name] ?? "";
  const say = (text, milliseconds = 4000) => {
    const place = one("#said");
    if (place) { place.textContent = text; setTimeout(() => { if (place.textContent === text) place.textContent = ""; }, milliseconds); }
  };

  // --- The conversation: its name stays with the browser, so that a reload finds it again
  const answered = (asked) => [...document.querySelectorAll(".turn")].some((turn) =>
    !one(".searching", turn) && one(".asked", turn).textContent.includes(asked));
  function remember(thread) {
    if (!thread || answered(stored(sessionStorage, ASKED))) stored(sessionStorage, ASKED, "");
    stored(sessionStorage, THREAD, thread);
    stored(localStorage, THREAD, thread);
    if (!thread) return;
    const [name, turn] = thread.split(" ");
    stored(localStorage, HAD, [name, ...had().filter((each) => each !== name)].slice(0, REMEMBERED).join(" "));
    suggest(turn);
  }
  const had = () => stored(localStorage, HAD).split(" ").filter(Boolean);
  function goBack(thread) {
    stored(sessionStorage, THREAD, thread);
    stored(localStorage, THREAD, thread);
    location.reload();
  }
  // --- Questions to go on with: fetched once the answer is shown, given up when the next question is asked
  let suggesting = null;
  function giveUp() { suggesting?.abort(); suggesting = null; }
  async function suggest(turn, looks = 20) {
    giveUp();
    const mine = suggesting = new AbortController();
    while (!one(`#turn-${turn} .said > .tools`) && looks--) await new Promise((seen) => setTimeout(seen, 100));
    const place = one(`#turn-${turn} [data-following]`);
    if (!place || mine.signal.aborted) return;
    try {
      const found = await fetch(place.dataset.following, { credentials: "same-origin", signal: mine.signal });
      if (found.status === 200) place.outerHTML = await found.text();
    } catch { /* given up, or the server is away: nobody misses them */ }
  }
  const recalled = () => stored(sessionStorage, THREAD) || stored(localStorage, THREAD);
  function toNewest() {
    setTimeout(() => {
      const turns = document.querySelectorAll(".turn");
      const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
      turns[turns.length - 1]?.scrollIntoView({ block: "start", behavior: still ? "auto" : "smooth" });
    }, 250);
  }
  // The previews go when a plan is taken in: how far it is stands where they began.
  const toIntake = () => setTimeout(() => one("#editing")?.scrollIntoView({ block: "start" }), 400);
  const box = () => one("#question textarea, #question input");
  function fill(text) {
    const into = box();
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(into), "value").set.call(into, text);
    into.dispatchEvent(new Event("input", { bubbles: true }));
    return into;
  }
  // On a busy machine the page may not have taken the text, or not be done with the answer before: then it is asked again.
  function ask(text, tries = 4) {
    closeSheet();
    const turns = document.querySelectorAll(".turn").length;
    fill(text);
    setTimeout(() => one("#send").click(), 60);
    setTimeout(() => {
      const waits = document.querySelectorAll(".turn").length === turns && ["", text].includes(box().value);
      if (tries && waits) ask(text, tries - 1);
    }, 2000);
  }

  // --- The sheet: the plan at a quote
  let opener = null;
  const openSource = (address, from) => openSheet(from, word("title"), () => fetch(address, { credentials: "same-origin" }));
  const openFormer = (from) => openSheet(from, from.dataset.former, () =>
    post(`/page/former?language=${document.documentElement.lang}`, { names: had() }));
  async function openSheet(from, title, load) {
    const sheet = one("#sheet"), body = one(".sheet-body", sheet);
    opener = from;
    one("h2", sheet).textContent = title;
    sheet.setAttribute("aria-label", title);
    body.innerHTML = "";
    body.textContent = word("loading");
    sheet.hidden = false;
    document.body.classList.add("reading");
    try {
      const answer = await load();
      if (answer.status === 401) { location.reload(); return; }
      body.innerHTML = await answer.text();
    } catch {
      body.textContent = word("lost");
    }
    body.focus({ preventScroll: true });
    const cited = one("#cited", body);
    if (!cited) { body.scrollTop = 0; return; }
    const images = [...body.querySelectorAll("img")].map((image) => image.decode().catch(() => {}));
    await Promise.all(images);
    cited.scrollIntoView({ block: "center" });
    from?.scrollIntoView({ block: "nearest" });
  }
  function closeSheet() {
    const sheet = one("#sheet");
    if (!sheet || sheet.hidden) return false;
    sheet.hidden = true;
    document.body.classList.remove("reading");
    opener?.focus();
    return true;
  }

  // --- Tables: a click on a title sorts, a second one turns the order round
  const collator = new Intl.Collator("vi", { numeric: true, sensitivity: "base" });
  function sort(button) {
    const head = button.closest("th"), table = head.closest("table"), at = [...head.parentNode.children].indexOf(head);
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const other of head.parentNode.children) if (other.hasAttribute("aria-sort")) other.setAttribute("aria-sort", "none");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const key = (row) => row.cells[at]?.dataset.key ?? row.cells[at]?.textContent ?? "";
    const blank = (row) => !row.cells[at]?.textContent.trim() || Boolean(one(".blank", row.cells[at]));  // last in both orders
    const rows = [...table.tBodies[0].rows];
    rows.sort((a, b) => blank(a) - blank(b) || collator.compare(key(a), key(b)) * (down ? -1 : 1));
    table.tBodies[0].append(...rows);
  }

  // --- Copying, also where the browser has no clipboard for pages (plain http beyond this machine)
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    say(word("copied"));
  }
  function answerText(turn) {
    const clone = one(".text", turn).cloneNode(true);
    for (const each of clone.querySelectorAll(".cited")) each.textContent = `[${each.textContent}]`;
    const lines = [...clone.querySelectorAll("p, li")].map((each) => each.textContent.trim());
    const quotes = [...turn.querySelectorAll(".evidence ol > li")].map((each) =>
      `[${one(".cited", each).textContent}] “${one("blockquote", each).textContent}” ${one(".source", each).dataset.citation ?? ""}`);
    return [...lines, "", ...quotes].join("\n").trim();
  }

  // --- 👍 and 👎
  let posted = Promise.resolve();  // one after another: what was said last is logged last
  const post = (address, fields) => posted = posted.catch(() => {}).then(() => fetch(address, {
    method: "POST", credentials: "same-origin", body: JSON.stringify(fields),
    headers: { "content-type": "application/json", "x-plan-assistant": "page" },
  }));
  async function voted(fields) {
    const kept = await post("/page/votes", { thread: recalled(), ...fields }).then((answer) => answer.ok, () => false);
    if (!kept) say(word("voteLost"), 12000);  // the words stay in their box
    return kept;
  }
  async function vote(button) {
    const pressed = button.getAttribute("aria-pressed") === "true";
    for (const other of button.parentNode.children) other.setAttribute("aria-pressed", "false");
    button.setAttribute("aria-pressed", String(!pressed));
    const form = button.closest(".said").querySelector("form.comment");
    form.hidden = pressed;
    form.dataset.vote = button.dataset.vote;
    if (!pressed) one("input", form).focus();
    await voted({ turn: Number(button.dataset.turn), vote: pressed ? "none" : button.dataset.vote });
  }
  async function comment(form) {
    const said = new FormData(form).get("comment");
    if (said && !await voted({ turn: Number(form.dataset.turn), vote: form.dataset.vote, comment: said })) return;
    form.hidden = true;
    say(word("thanksVote"));
  }

  // --- Switches: large type and dark stay with the browser
  const dark = () => stored(localStorage, "plan-dark");
  function look() {
    const large = stored(localStorage, "plan-large") === "yes";
    document.documentElement.classList.toggle("large", large);
    document.documentElement.style.fontSize = large ? "22px" : "";  // everything is measured in it
    const chosen = dark();
    if (chosen) document.body.classList.toggle("dark", chosen === "yes");
    for (const each of document.querySelectorAll("[data-switch]")) {
      const on = each.dataset.switch === "dark" ? document.body.classList.contains("dark") : document.documentElement.classList.contains("large");
      each.setAttribute("aria-pressed", String(on));
    }
  }
  function toggle(name) {
    const on = name === "dark" ? document.body.classList.contains("dark") : document.documentElement.classList.contains("large");
    stored(localStorage, `plan-${name}`, on ? "no" : "yes");
    look();
  }

  // --- A server that went away, before it took a question or in mid-answer: said at once; when it is back, the page
  // comes back with the question
  let waiting = null;
  function watch() {
    clearInterval(waiting);
    let gone = false;
    waiting = setInterval(async () => {
      const pending = one("#current .searching"), asked = stored(sessionStorage, ASKED);
      if (!pending && !gone && (!asked || answered(asked))) {
        clearInterval(waiting);
        stored(sessionStorage, ASKED, "");
        return;
      }
      try {
        const answer = await fetch("/page/places", { cache: "no-store" });
        if (answer.ok && gone) location.reload();
      } catch {
        gone = true;
        if (pending && !pending.classList.contains("lost")) { pending.classList.add("lost"); pending.textContent = word("lost"); }
      }
    }, 2000);
  }

  // Gradio says in English that the server is away, or that somebody has logged out meanwhile
  new MutationObserver(() => {
    for (const each of document.querySelectorAll("[data-testid=toast-text]")) {
      if (each.textContent.includes("log in first")) location.replace("/page/login");
      if (each.textContent.startsWith("Connection ") && word("lost")) each.textContent = word("lost");
    }
  }).observe(document.documentElement, { childList: true, subtree: true });

  document.addEventListener("click", (event) => {
    const on = (selector) => event.target.closest?.(selector);
    let found;
    if ((found = on("[data-source]")) && !event.ctrlKey && !event.metaKey) { event.preventDefault(); openSource(found.dataset.source, found); }
    else if ((found = on("[data-close]"))) closeSheet();
    else if ((found = on("[data-former]"))) openFormer(found);
    else if ((found = on("[data-thread]"))) goBack(found.dataset.thread);
    else if ((found = on("[data-ask]"))) ask(found.dataset.ask);
    else if ((found = on("[data-sort]"))) sort(found);
    else if ((found = on("[data-copy]"))) copy(found.dataset.copy);
    else if ((found = on("[data-copy-answer]"))) copy(answerText(found.closest(".turn")));
    else if ((found = on("[data-vote]"))) vote(found);
    else if ((found = on("[data-switch]"))) toggle(found.dataset.switch);
    if ((found = on("#send, #examples button"))) {
      giveUp();
      stored(sessionStorage, ASKED, found.id === "send" ? box().value.trim() : found.textContent.trim());
      watch();
    }
  }, true);
  // A file that is too large is told here, before it is sent
  document.addEventListener("change", (event) => {
    if (event.target.type !== "file") return;
    const large = [...event.target.files].filter((file) => file.size > Number(one("#sheet").dataset.largest));
    if (!large.length) return;
    event.stopImmediatePropagation();
    event.target.value = "";
    say(word("tooLarge").replace("{name}", () => large.map((file) => file.name).join(", ")), 12000);
  }, true);
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("form.comment")) { event.preventDefault(); comment(form); }
    else if (form.matches("[data-ask-at]")) {
      event.preventDefault();
      const place = new FormData(form).get("place");
      if (place) ask(form.dataset.askAt.replace("{place}", () => place));
    }
  });
  document.addEventListener("keydown", (event) => {
    const source = event.target;
    if (event.key === "Escape" && closeSheet()) event.preventDefault();
    else if (event.key === "F2") { event.preventDefault(); closeSheet(); one("#tab-talk-button")?.click(); one("#fresh")?.click(); setTimeout(() => box()?.focus(), 80); }
    else if (event.key === "Enter" && source.closest?.("#question") && source.value.trim()) { giveUp(); stored(sessionStorage, ASKED, source.value); watch(); }
    else if ((event.key === "Enter" || event.key === " ") && source.matches?.("tr[data-source]")) { event.preventDefault(); openSource(source.dataset.source, source); }
  }, true);
  document.addEventListener("focusin", async (event) => {
    if (!event.target.matches?.("[list=known-places]") || one("#known-places").children.length) return;
    const places = await (await fetch("/page/places")).json();
    one("#known-places").append(...places.map((place) => Object.assign(document.createElement("option"), { value: place })));
  });
  // A conversation comes back at its newest question; what was asked when the server went away stands in the box again,
  // once the page answers to a click.
  function resumed() {
    if (document.querySelectorAll(".turn").length > 1) toNewest();
    const asked = stored(sessionStorage, ASKED);
    stored(sessionStorage, ASKED, "");
    if (asked && !answered(asked)) fill(asked);
  }
  const ready = setInterval(() => {
    if (!one("#foot #sheet") || !box()) return;
    clearInterval(ready);
    look();
  }, 60);
  window.planPage = { remember, toNewest, toIntake, resumed };
})();
