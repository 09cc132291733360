(() => {
  "use strict";
  const tip = document.getElementById("tip");

  // A row and its words light up together; links work without this.
  let lit = [];
  const light = (row) => {
    for (const element of lit) element.classList.remove("lit", "lit-row");
    lit = [];
    const found = row && /^(a\d+)(\w+)$/.exec(row);
    if (!found) return;
    const article = document.getElementById(found[1]);
    for (const words of article ? article.querySelectorAll(`.text :is([data-r~="${found[2]}"], [href="#${row}"])`) : []) { words.classList.add("lit"); lit.push(words); }
    const element = document.getElementById(row);
    if (element) { element.classList.add("lit-row"); lit.push(element); }
  };
  // The row that an element is about: the one its link leads to (or whose words: …w), else the row it stands in.
  const ROW = /^#?(a\d+[escpw]\d+)w?$/;
  const rowOf = (element) => {
    const link = element.closest("article a[href]");
    const found = link && ROW.exec(link.getAttribute("href"));
    return found ? found[1] : element.closest("article li[id], article tr[id]")?.id;
  };
  let kept = null;
  document.addEventListener("click", (event) => {
    const row = rowOf(event.target);
    if (row) { kept = row; light(row); }
  });
  // A hashchange comes a moment after its click: one that Escape has overtaken lights nothing.
  let left = null;
  const fromAddress = () => {
    const found = location.hash !== left && ROW.exec(location.hash);
    left = null;
    if (found) { kept = found[1]; light(kept); }
    // A row inside a closed list is opened.
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    const closed = target && target.closest("details:not([open])");
    if (closed) { closed.open = true; target.scrollIntoView({ block: "center" }); }
  };
  addEventListener("hashchange", fromAddress);

  // What a word or figure says of itself: the heads of its rows, or its query.
  const about = (element) => {
    const figure = element.closest("data[data-sql]");
    if (figure) return [figure.dataset.sql, true];
    const words = element.closest(".text a[href]");
    if (!words) return null;
    const article = words.closest("article").id;
    const own = ROW.exec(words.getAttribute("href"))?.[1].slice(article.length);
    const rows = (words.dataset.r ?? own).split(" ").sort((a, b) => (b === own) - (a === own));
    const heads = rows.map((row) => [row, document.querySelector(`#${article}${row} .head`)]).filter(([, head]) => head);
    const line = ([row, head]) => (/^[es]/.test(row) ? `${row.toUpperCase()} · ` : "") + head.textContent.trim().replace(/\s+/g, " ");
    return heads.length ? [heads.map(line).join("\n"), false] : null;
  };
  const show = (element) => {
    const found = about(element);
    tip.hidden = !found;
    if (!found) return;
    tip.textContent = found[0];
    tip.classList.toggle("code", found[1]);
    const box = (element.closest("data, a").getClientRects()[0]);
    tip.style.left = `${Math.max(8, Math.min(box.left, innerWidth - tip.offsetWidth - 8))}px`;
    const above = box.top - tip.offsetHeight - 8;
    tip.style.top = `${above > 50 ? above : box.bottom + 8}px`;
  };
  // For the keyboard the queries of a section's figures stand below it, written when they are asked for.
  for (const section of document.querySelectorAll("main > section:has(data[data-sql])")) {
    const list = section.appendChild(document.createElement("details"));
    list.className = "sql";
    list.appendChild(document.createElement("summary")).textContent = "SQL of the figures";
    list.addEventListener("toggle", () => {
      if (list.querySelector("pre")) return;
      const figures = [...section.querySelectorAll("data[data-sql]")].map((figure) => `${figure.dataset.sql};  -- ${figure.value}`);
      const text = list.appendChild(document.createElement("pre"));
      text.tabIndex = 0;
      text.textContent = [...new Set(figures)].join("\n");
    });
  }
  // Only a pointer that moves points: a page that scrolls beneath a resting one sends mouseover too.
  let at = null;
  document.addEventListener("mouseover", (event) => {
    const now = `${event.screenX} ${event.screenY}`;
    if (now === at) return;
    at = now;
    light(rowOf(event.target) ?? kept);
    show(event.target);
  });
  document.addEventListener("focusin", (event) => show(event.target));
  document.addEventListener("focusout", () => { tip.hidden = true; });
  document.addEventListener("scroll", () => { tip.hidden = true; }, { passive: true });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") { kept = null; left = location.hash; light(null); tip.hidden = true; } });

  // The map: buttons come closer, dragging moves it.
  const map = document.getElementById("world");
  if (map) {
    const [, , width, height] = map.getAttribute("viewBox").split(" ").map(Number);
    let view = [0, 0, width];
    const look = (x, y, wide) => {
      wide = Math.max(width / 40, Math.min(width, wide));
      const tall = wide * height / width;
      view = [Math.max(0, Math.min(width - wide, x)), Math.max(0, Math.min(height - tall, y)), wide];
      map.setAttribute("viewBox", `${view[0]} ${view[1]} ${wide} ${tall}`);
      map.style.setProperty("--k", wide / width);
      map.querySelector(".names").style.display = wide < width ? "none" : "";
    };
    for (const button of document.querySelectorAll("[data-zoom]")) {
      button.parentElement.hidden = false;
      button.addEventListener("click", () => {
        const by = Number(button.dataset.zoom), wide = by ? view[2] * by : width;
        look(view[0] + (view[2] - wide) / 2, view[1] + (view[2] - wide) * height / width / 2, wide);
      });
    }
    let from = null;
    map.addEventListener("pointerdown", (event) => { if (view[2] < width) from = [event.clientX, event.clientY, ...view]; });
    map.addEventListener("pointermove", (event) => {
      if (!from || !event.buttons) { from = null; return; }
      const scale = from[4] / map.clientWidth;
      look(from[2] - (event.clientX - from[0]) * scale, from[3] - (event.clientY - from[1]) * scale, from[4]);
    });
  }

  // The list of articles, narrowed to those with all the words.
  const field = document.getElementById("filter");
  if (field) {
    field.closest("p").hidden = false;
    const lines = [...document.querySelectorAll(".index tbody tr")].map((line) => [line, line.textContent.toLowerCase()]);
    field.addEventListener("input", () => {
      const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
      let found = 0;
      for (const [line, text] of lines) {
        line.hidden = !words.every((word) => text.includes(word));
        found += !line.hidden;
      }
      field.closest("section").querySelector(".index").open = true;
      document.getElementById("filter-n").textContent = words.length ? `${found} of ${lines.length}` : "";
    });
  }
  addEventListener("beforeprint", () => { for (const closed of document.querySelectorAll("details:not(.sql, .index)")) closed.open = true; });
  fromAddress();
})();
