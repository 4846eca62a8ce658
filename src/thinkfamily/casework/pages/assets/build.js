// Builds the site's styles and scripts into pages/static/pages/. Run by `make assets`, after `npm ci`.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, "../../../../../node_modules");
const target = join(here, "../static/pages");
const moj = join(packages, "@ministryofjustice/frontend/moj");

const read = (file) => readFileSync(file, "utf8");
// The maps are not shipped, and a name that leads nowhere stops the hashing of file names.
const withoutMap = (text) => text.replace(/\n?(\/\/[#@]\s*sourceMappingURL=.*|\/\*[#@]\s*sourceMappingURL=.*?\*\/)\s*$/g, "\n");
const refuse = (name, text, pattern) => {
  const found = text.match(pattern);
  if (found) throw new Error(`${name} still holds ${found[0]}`);
};

rmSync(target, { recursive: true, force: true });
mkdirSync(join(target, "images"), { recursive: true });

// MOJ's Sass cannot be configured beside GOV.UK Frontend 6: its compiled styles are used, without the licensed typeface.
const mojStyles = withoutMap(read(join(moj, "moj-frontend.min.css")))
  .replaceAll("GDS Transport,arial,sans-serif", "Arial,Helvetica,sans-serif")
  .replaceAll("/assets/images/", "images/");
for (const [, image] of mojStyles.matchAll(/url\(images\/([\w.-]+)\)/g)) {
  cpSync(join(moj, "assets/images", image), join(target, "images", image));
}

const { css } = compile(join(here, "site.scss"), {
  style: "compressed",
  charset: false,
  loadPaths: [packages],
  importers: [
    {
      canonicalize: (url) => (url === "moj" ? new URL("house:moj") : null),
      load: () => ({ contents: mojStyles, syntax: "css" }),
    },
  ],
  quietDeps: true,
});
// A council may show neither the royal arms nor the crown: the rules that draw them go.
const styles = css
  .replace(/[^{}]*(?:copyright-logo|crown|crest)[^{}]*\{[^{}]*\}/g, "")
  .replace(/@(?:media|supports)[^{}]*\{\s*\}/g, "");
refuse("site.css", styles, /GDS Transport|crest|crown|@font-face|url\(["']?(https?:|\/)/i);
writeFileSync(join(target, "site.css"), styles);

const copies = {
  "govuk.js": "govuk-frontend/dist/govuk/govuk-frontend.min.js",
  "moj.js": "@ministryofjustice/frontend/moj/moj-frontend.min.js",
};
for (const [name, source] of Object.entries(copies)) {
  writeFileSync(join(target, name), withoutMap(read(join(packages, source))));
}
cpSync(join(here, "site.js"), join(target, "site.js"));
cpSync(join(here, "icon.svg"), join(target, "icon.svg"));
