// Keeps the page up to date: an event says that something changed, the part of the page that may show it is fetched
// and what differs is swapped. Without this script the page is the same, and still.
"use strict";
(() => {
  const status = document.getElementById("live");
  const body = document.body;
  let timer = 0, fetching = false, again = false, news = null;

  const say = (state) => {
    if (!status || status.dataset.state === state) return;
    status.dataset.state = state;
    status.textContent = state === "lost" ? status.dataset.lostText : status.dataset.liveText;
  };

  // What somebody is typing into is left as it is.
  const isInUse = (node) => node.nodeType === 1 && (
    (node.contains(document.activeElement) && document.activeElement.matches("input, select"))
    || [...node.querySelectorAll("input:not([type=hidden])")].some((field) => field.value !== field.defaultValue));

  // Makes one tree like another, and leaves alone what is alike: scrolling, focus and open lists stay.
  const match = (old, fresh) => {
    if (old.isEqualNode(fresh)) return;
    if (old.nodeType === 1 && old.dataset.deck !== undefined) { deck(old, fresh); return; }
    const isAlike = old.nodeType === 1 && fresh.nodeType === 1 && old.tagName === fresh.tagName
      && old.childNodes.length === fresh.childNodes.length && !old.matches("svg") && old.childElementCount > 0;
    if (!isAlike) {
      if (isInUse(old)) return;
      const focused = old.nodeType === 1 && old.contains(document.activeElement)
        ? document.activeElement.getAttribute("href") : null;
      const next = fresh.cloneNode(true);
      old.replaceWith(next);
      if (next.nodeType === 1) {
        next.classList.add("fresh");
        if (focused) next.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
      }
      return;
    }
    for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
    const pairs = [...old.childNodes].map((child, place) => [child, fresh.childNodes[place]]);
    pairs.forEach(([child, next]) => match(child, next));
  };

  const refresh = async () => {
    if (fetching) { again = true; return; }
    fetching = true;
    try {
      const address = new URL(location.href);
      address.searchParams.set("part", "1");
      address.searchParams.delete("told");
      if (news) address.searchParams.set("heard", `${news.ledger}.${news.alert}.${news.deliveries}`);
      const answer = await fetch(address, { headers: { Accept: "text/html" }, cache: "no-store" });
      if (answer.status === 401 || answer.status === 403) { location.reload(); return; }
      if (!answer.ok) return;
      body.dataset.sequence = answer.headers.get("X-Ledger") || body.dataset.sequence;
      body.dataset.alert = answer.headers.get("X-Alert") || body.dataset.alert;
      body.dataset.deliveries = answer.headers.get("X-Deliveries") || body.dataset.deliveries;
      const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
      match(document.getElementById("page"), parsed.getElementById("page"));
    } catch {
      // The stream says when the connection is back, and what was missed.
    } finally {
      fetching = false;
      if (again) { again = false; later(); }
    }
  };

  // Many pages hear of a change at once; they do not all ask at once.
  const later = () => {
    if (timer) return;
    timer = setTimeout(() => { timer = 0; refresh(); }, 100 + Math.random() * 400);
  };

  if (document.getElementById("page") && window.EventSource && !body.querySelector("[data-still]")) {
    let source;
    const open = () => {
      source = new EventSource("/v1/events?since=" + encodeURIComponent(body.dataset.sequence || "0"));
      source.onopen = () => say("live");
      source.onerror = () => {
        say("lost");
        // A refusal ends the stream for good; it is tried again, slowly.
        if (source.readyState === EventSource.CLOSED) setTimeout(open, 15000);
      };
      const heard = (event) => {
        say("live");
        news = JSON.parse(event.data);
        if (String(news.ledger) !== body.dataset.sequence || String(news.alert) !== body.dataset.alert
          || String(news.deliveries) !== body.dataset.deliveries) later();
      };
      source.addEventListener("hello", heard);
      source.addEventListener("change", heard);
    };
    open();
    addEventListener("pagehide", () => source.close());
    addEventListener("pageshow", (event) => { if (event.persisted) open(); });
  }

  // Where a picture is wider than the screen, today is what is wanted of it.
  for (const box of document.querySelectorAll(".picture-box")) {
    const today = box.querySelector(".p-today")?.getBoundingClientRect();
    if (today) box.scrollLeft = today.right - box.getBoundingClientRect().left - box.clientWidth * 0.6;
  }

  // Choices of a form that only filters take effect at once.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form.filter");
    if (form) form.requestSubmit();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) print();
  });

  // The wall: one slide after the other.
  const slides = () => [...document.querySelectorAll(".slide")];
  const seconds = Number(document.querySelector("[data-deck]")?.dataset.deck || 0);
  let shown = 0;
  const show = (place) => {
    const all = slides();
    shown = all.length ? place % all.length : 0;
    all.forEach((slide, index) => { slide.hidden = index !== shown; });
    document.querySelectorAll(".dots span").forEach((dot, index) => dot.toggleAttribute("data-on", index === shown));
  };
  const deck = (old, fresh) => { old.replaceWith(fresh.cloneNode(true)); show(shown); };
  if (seconds) {
    const wanted = new URL(location.href).searchParams.get("slide");
    show(wanted ? Number(wanted) || 0 : 0);
    if (wanted === null) setInterval(() => show(shown + 1), seconds * 1000);
  }
})();
