// Completes a family's reference among the files that the worker can open anyway. Without it nothing is lost.
const form = document.querySelector("form[data-suggest]");
const field = form && form.querySelector("[name=reference]");
if (field) {
  const list = document.createElement("datalist");
  list.id = "references";
  field.after(list);
  field.setAttribute("list", list.id);
  let waiting = 0;
  field.addEventListener("input", () => {
    window.clearTimeout(waiting);
    if (field.value.trim().length < 4) return;
    waiting = window.setTimeout(async () => {
      const body = new FormData();
      body.set("begun", field.value.trim());
      body.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
      const answer = await fetch(form.dataset.suggest, { method: "POST", body });
      if (!answer.ok) return;
      const { references } = await answer.json();
      list.replaceChildren(...references.map((reference) => {
        const option = document.createElement("option");
        option.value = reference;
        return option;
      }));
    }, 250);
  });
}
