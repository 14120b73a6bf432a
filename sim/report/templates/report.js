(function () {
  "use strict";
  const album = JSON.parse(document.getElementById("pictures").textContent);
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const NARROW = 400;
  const config = { displayModeBar: false, responsive: false, scrollZoom: false, doubleClick: false, showTips: false };
  const places = Array.from(document.querySelectorAll(".plot"));
  const drawn = new Set();
  let printing = false;
  let closed = [];

  function whole(trace) {
    const copy = Object.assign({}, trace);
    for (const [key, value] of Object.entries(copy)) {
      if (value && typeof value === "object" && Number.isInteger(value.shared)) copy[key] = unpacked(album.shared[value.shared]);
    }
    return copy;
  }

  // Lines are stored as whole steps from one value to the next.
  function unpacked(line) {
    if (!line.steps) return line;
    let height = 0;
    return line.steps.map((step) => Number(((height += step) * Math.pow(10, -line.decimals)).toPrecision(6)));
  }

  // On a narrow screen a legend takes the place of labels beside their lines, and every second date is enough.
  function fit(layout, width) {
    if (width >= NARROW) return layout;
    const annotations = layout.annotations || [];
    const labels = annotations.filter((one) => one.name === "direct label");
    if (labels.length) {
      layout.annotations = annotations.filter((one) => one.name !== "direct label");
      layout.showlegend = true;
      layout.legend = { y: -0.2, yanchor: "top" };
      layout.margin = Object.assign({}, layout.margin, { r: 16 });
    }
    const ticks = layout.xaxis && layout.xaxis.tickvals;
    if (ticks && ticks.length > 4) {
      const every = (_, place) => place % 2 === 0;
      layout.xaxis = Object.assign({}, layout.xaxis, {
        tickvals: ticks.filter(every), ticktext: layout.xaxis.ticktext.filter(every),
      });
    }
    return layout;
  }

  function draw(place) {
    const width = place.clientWidth;
    if (!width) return;
    const picture = album.figures[Number(place.dataset.picture)];
    const theme = album.themes[dark.matches && !printing ? "dark" : "light"];
    const layout = fit(JSON.parse(JSON.stringify(picture.layout)), width);
    Plotly.react(place, picture.data.map(whole), Object.assign(layout, { template: theme, width: width }), config);
    drawn.add(place);
  }

  const watcher = new IntersectionObserver(function (seen) {
    for (const one of seen) {
      if (one.isIntersecting) {
        draw(one.target);
        if (drawn.has(one.target)) watcher.unobserve(one.target);
      }
    }
  }, { rootMargin: "600px" });
  places.forEach((place) => watcher.observe(place));

  // What is folded up has no width: it is drawn when it is opened, by hand, by a link to it, or to be printed.
  const folds = Array.from(document.querySelectorAll("details.scenario"));
  folds.forEach(function (fold) {
    fold.addEventListener("toggle", function () {
      if (fold.open && !printing) fold.querySelectorAll(".plot").forEach(draw);
    });
  });

  function unfold(address) {
    const target = address.length > 1 ? document.getElementById(address.slice(1)) : null;
    const fold = target && (target.closest("details.scenario") || target.querySelector(":scope > details.scenario"));
    if (fold) fold.open = true;
    return fold ? target : null;
  }
  document.addEventListener("click", function (event) {
    const link = event.target.closest('a[href^="#"]');
    if (link) unfold(link.getAttribute("href"));
  });
  window.addEventListener("hashchange", () => unfold(window.location.hash));
  const linked = unfold(window.location.hash);
  if (linked) linked.scrollIntoView();

  function again() {
    drawn.forEach(draw);
  }

  let waiting;
  let lastWidth = window.innerWidth;
  window.addEventListener("resize", function () {
    if (window.innerWidth === lastWidth || printing) return;
    lastWidth = window.innerWidth;
    window.clearTimeout(waiting);
    waiting = window.setTimeout(again, 150);
  });
  dark.addEventListener("change", again);
  window.addEventListener("beforeprint", function () {
    printing = true;
    document.documentElement.classList.add("printing");
    closed = folds.filter((fold) => !fold.open);
    closed.forEach((fold) => { fold.open = true; });
    places.forEach(draw);
  });
  window.addEventListener("afterprint", function () {
    printing = false;
    document.documentElement.classList.remove("printing");
    closed.forEach((fold) => { fold.open = false; });
    again();
  });

  if (window.innerWidth < 1120) document.querySelector("nav details").open = false;
  document.documentElement.dataset.ready = "true";
})();
