"""What a browser keeps of what was typed, and what the form says of it."""

IN_CONFIDENCE = "Pas encore enregistré. Gardé dans cet onglet seulement, une heure au plus."
HIDDEN_AWAY = "() => Object.keys(sessionStorage).filter(name => name.startsWith('co-brouillon:'))"
DRAFTS = "() => Object.keys(localStorage).filter(name => name.startsWith('co-brouillon:'))"
AGE = """days => { for (const store of [localStorage, sessionStorage]) {
  const drafts = Object.entries(store).filter(([name]) => name.startsWith('co-brouillon:'));
  for (const [name, kept] of drafts) {
    const draft = JSON.parse(kept);
    store.setItem(name, JSON.stringify({ ...draft, at: draft.at - days * 86400000 }));
  }
} }"""


def state(person):
    return person.page.locator("[data-co-kept] [data-co-state]")
