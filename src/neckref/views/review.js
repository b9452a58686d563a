"use strict";
// Each change is posted at once; what the server answers is what is shown.
const token = document.querySelector("meta[name=token]").content;
const person = document.getElementById("person");

async function save(form) {
  const output = form.querySelector("output");
  const body = {
    claim: form.dataset.claim,
    work: form.dataset.work,
    relation: form.relation.value,
    note: form.note.value,
    person: person.value,
  };
  output.textContent = "saving …";
  form.classList.remove("failed");
  try {
    const answer = await fetch("/decisions", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Neckref-Token": token },
      body: JSON.stringify(body),
    });
    const said = await answer.json();
    if (!answer.ok) throw new Error(said.error);
    form.classList.toggle("decided", Boolean(said.relation));
    output.textContent = said.relation
      ? `${said.relation}, decided by ${said.person || "nobody named"} on ${said.decided_at.slice(0, 10)}`
      : "decision withdrawn";
    document.getElementById("done").textContent = said.decisions;
  } catch (error) {
    form.classList.add("failed");
    output.textContent = `not saved: ${error.message}`;
  }
}

for (const form of document.querySelectorAll("form.decision")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save(form);
  });
  form.relation.addEventListener("change", () => save(form));
  form.note.addEventListener("change", () => form.relation.value && save(form));
  const accept = form.querySelector(".accept");
  if (accept) {
    accept.addEventListener("click", () => {
      form.relation.value = accept.value;
      save(form);
    });
  }
}
