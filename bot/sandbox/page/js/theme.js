// Runs before first paint, so that a chosen theme never flashes: a classic script on purpose.
(() => {
  try {
    const theme = localStorage.getItem("sandbox.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // Storage can be switched off in the browser: the system's theme is used then.
  }
})();
