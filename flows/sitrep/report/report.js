(() => {
  "use strict";
  // A row and its words light up together; links work without this.
  let lit = [];
  const light = (row) => {
    for (const element of lit) element.classList.remove("lit", "lit-row");
    lit = [];
    if (!row) return;
    for (const words of document.querySelectorAll(`[data-r~="${CSS.escape(row)}"]`)) { words.classList.add("lit"); lit.push(words); }
    const element = document.getElementById(row);
    if (element) { element.classList.add("lit-row"); lit.push(element); }
  };
  let kept = null;
  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-row]");
    if (target) { kept = target.dataset.row; light(kept); }
  });
  document.addEventListener("mouseover", (event) => {
    const target = event.target.closest("[data-row]");
    light(target ? target.dataset.row : kept);
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") { kept = null; light(null); } });
  const fromAddress = () => {
    const row = decodeURIComponent(location.hash.slice(1)).replace(/w$/, "");
    if (/^a\d+[escp]\d+$/.test(row)) { kept = row; light(row); }
  };
  addEventListener("hashchange", fromAddress);
  fromAddress();
  const field = document.getElementById("filter");
  if (!field) return;
  field.closest("p").hidden = false;
  const articles = [...document.querySelectorAll("article")];
  const lines = new Map([...document.querySelectorAll("[data-article]")].map((line) => [line.dataset.article, line]));
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const article of articles) {
      const text = words.length ? article.textContent.toLowerCase() : "";
      article.hidden = !words.every((word) => text.includes(word));
      found += !article.hidden;
      const line = lines.get(article.id);
      if (line) line.hidden = article.hidden;
    }
    document.getElementById("filter-n").textContent = words.length ? `${found} of ${articles.length}` : "";
  });
})();
