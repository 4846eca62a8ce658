// Starts the components that a page holds. Every page works without this file.
import { initAll as startGovuk } from "./govuk.js";
import { initAll as startMoj } from "./moj.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
startGovuk();
startMoj();

document.querySelectorAll("[data-house-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
