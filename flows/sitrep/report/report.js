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
  // The row that an element is about: the one its link leads to (or whose words: …w), else the row it stands in.
  const ROW = /^#?(a\d+[escp]\d+)w?$/;
  const rowOf = (element) => {
    const link = element.closest("article a[href]");
    const found = link && ROW.exec(link.getAttribute("href"));
    return found ? found[1] : element.closest("article tbody[id], article tr[id]")?.id;
  };
  let kept = null;
  document.addEventListener("click", (event) => {
    const row = rowOf(event.target);
    if (row) { kept = row; light(row); }
  });
  document.addEventListener("mouseover", (event) => light(rowOf(event.target) ?? kept));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") { kept = null; light(null); } });
  const fromAddress = () => {
    const found = ROW.exec(location.hash);
    if (found) { kept = found[1]; light(kept); }
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
