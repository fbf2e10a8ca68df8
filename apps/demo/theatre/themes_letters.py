"""What is worked on in languages and humanities: sort of work, title, then three skills.

One line an assessment, in the order of the year; the skills are the words of «ce qui est réussi»
and «ce qu’il faut revoir», so they are said plainly and fit a girl as well as a boy.
Letters: c contrôle, i interrogation, m devoir à la maison, o oral, p projet.
"""

# ruff: noqa: E501 (one assessment a line reads best as a table)

FRENCH = {
    "6e": """
i|Dictée préparée n° 1|accorder le verbe avec son sujet|écrire les mots appris|former les pluriels
c|Le conte : Le Petit Poucet|retrouver les étapes du conte|répondre par une phrase complète|citer le texte
c|La phrase et ses mots : nom, verbe, adjectif|reconnaître le verbe|trouver le sujet|classer les mots
m|Écrire le début d’un conte|inventer une situation de départ|faire des paragraphes|relire pour l’orthographe
o|Dire une fable par cœur|connaître le texte|parler assez fort|mettre le ton
c|Le présent de l’indicatif|conjuguer être et avoir|les verbes en -er|les verbes qui changent de forme
""",
    "5e": """
i|Dictée : les accords dans le groupe nominal|accorder l’adjectif|former les pluriels|ponctuer
c|Le roman de chevalerie : Yvain|raconter l’épreuve du chevalier|expliquer un mot ancien|citer le texte
c|Imparfait et passé simple|choisir le bon temps|conjuguer l’imparfait|conjuguer le passé simple
m|Raconter un voyage|décrire un lieu|faire avancer le récit|relire pour l’orthographe
o|Lire une scène à voix haute|lire sans hésiter|respecter la ponctuation|mettre le ton
c|Les compléments du verbe|trouver le complément direct|le complément indirect|remplacer par un pronom
""",
    "4e": """
i|Dictée : a, à, as|choisir entre a et à|accorder le participe passé|ponctuer
c|La nouvelle réaliste : La Parure|expliquer le caractère d’un personnage|citer le texte|rédiger une réponse construite
c|Les propositions dans la phrase|trouver le verbe de chaque proposition|reconnaître une subordonnée|ponctuer
m|Écrire une lettre à un personnage|exprimer un sentiment|respecter la forme de la lettre|relire pour l’orthographe
o|Présenter un livre aimé|raconter sans tout dévoiler|donner son avis|regarder la classe en parlant
c|Les valeurs de l’imparfait et du passé simple|reconnaître les temps|choisir le bon temps|justifier son choix
""",
    "3e": """
i|Dictée type brevet|accorder le verbe avec son sujet|les participes passés|les mots d’usage
c|Se raconter : l’autobiographie|reconnaître une autobiographie|citer le texte|expliquer un sentiment
c|Grammaire : la phrase complexe|séparer les propositions|nommer la subordonnée|réécrire un passage
m|Raconter un souvenir|organiser le récit|dire ce que l’on a ressenti|relire pour l’orthographe
o|Présenter une œuvre|donner les informations utiles|défendre son point de vue|répondre aux questions
c|Questions sur un texte, comme au brevet|comprendre les questions|citer le texte|rédiger une réponse complète
""",
}
HISTORY = {
    "6e": """
c|Les premiers humains|lire une frise|utiliser les mots de la leçon|tirer une information d’une image
c|Habiter une grande ville|lire un plan|décrire un quartier|répondre par une phrase complète
i|Les repères du monde|placer les continents|placer les océans|lire une légende
c|Les premières villes de Mésopotamie|situer sur une carte|expliquer l’invention de l’écriture|dater un événement
""",
    "5e": """
c|L’empire byzantin|situer sur une carte|présenter un personnage|tirer une information d’un document
c|La population mondiale|lire un graphique|comparer deux pays|utiliser les mots de la leçon
i|Repères : dates et lieux|connaître les dates|placer les lieux|lire une frise
c|La naissance de l’islam|situer dans le temps|expliquer un mot de la leçon|répondre par une phrase complète
""",
    "4e": """
c|Le commerce au XVIIIe siècle|lire une carte|expliquer le commerce triangulaire|tirer une information d’un document
c|Les villes du monde|comparer deux villes|lire une photographie de paysage|utiliser les mots de la leçon
i|Repères : l’Europe des Lumières|connaître les dates|citer deux philosophes|placer les lieux
c|Les Lumières|expliquer une idée des Lumières|présenter un document|écrire un paragraphe construit
""",
    "3e": """
c|La Première Guerre mondiale|situer les grandes étapes|expliquer la vie des soldats|écrire un paragraphe construit
c|Les villes en France|lire une carte|décrire l’étalement urbain|utiliser les mots de la leçon
i|Repères du brevet, première liste|connaître les dates|placer les lieux|lire une frise
c|Les régimes totalitaires|définir un régime totalitaire|présenter un document|écrire un paragraphe construit
""",
}
ENGLISH = {
    "6e": """
i|Se présenter : What’s your name?|dire son nom et son âge|épeler un mot|poser une question
c|Ma famille et mes amis|parler de sa famille|utiliser have got|décrire une personne
o|Dialogue à deux : At school|poser une question|répondre sans lire|prononcer clairement
c|Les objets de la classe|connaître les mots|utiliser there is et there are|écrire une phrase complète
i|L’heure et les jours|dire l’heure|connaître les jours|comprendre à l’oral
""",
    "5e": """
i|Les verbes irréguliers, liste 1|connaître la liste|les écrire sans faute|les utiliser dans une phrase
c|Raconter son été|utiliser le prétérit|connaître les mots du voyage|relier les phrases
o|Présenter une ville|parler sans lire|prononcer clairement|répondre à une question
c|La nourriture|parler des quantités|connaître les mots|comprendre une recette
i|Comprendre un message oral|repérer qui parle|repérer le lieu|repérer les heures
""",
    "4e": """
i|Vocabulaire : at the airport|connaître les mots|les écrire sans faute|comprendre une annonce
c|Raconter une expérience : le prétérit|utiliser le prétérit|relier les phrases|raconter dans l’ordre
o|Dialogue à deux : asking for help|poser une question polie|répondre sans lire|prononcer clairement
c|Comparer deux pays|utiliser le comparatif|connaître les mots|donner un exemple
i|Comprendre un reportage|repérer le sujet|noter les chiffres|dire ce que pense la personne
""",
    "3e": """
i|Verbes irréguliers, toutes les listes|connaître les listes|les écrire sans faute|les utiliser dans une phrase
c|Parler de l’avenir|utiliser will|parler d’un métier|relier les phrases
o|Entretien : my dream job|parler sans lire|prononcer clairement|répondre à une question
c|Lire un article : young inventors|trouver les idées principales|deviner un mot|répondre par une phrase
i|Comprendre un débat|repérer les avis|noter les chiffres|dire qui pense quoi
""",
}
SPANISH = {
    "5e": """
i|Se présenter : ¿Cómo te llamas?|dire son nom et son âge|épeler un mot|prononcer clairement
c|Ma famille|parler de sa famille|conjuguer tener|accorder l’adjectif
o|Dialogue : en la clase|poser une question|répondre sans lire|prononcer clairement
c|Mes goûts|utiliser me gusta|connaître les mots|écrire une phrase complète
""",
    "4e": """
i|Vocabulaire : la ciudad|connaître les mots|les écrire sans faute|demander son chemin
c|Raconter sa journée|les verbes pronominaux|dire l’heure|relier les phrases
o|Décrire une photo|dire où sont les choses|parler sans lire|prononcer clairement
c|Le passé composé espagnol|former le temps|les participes irréguliers|raconter dans l’ordre
""",
    "3e": """
i|Vocabulaire : el medio ambiente|connaître les mots|les écrire sans faute|comprendre un texte court
c|Raconter au passé|choisir le bon temps|conjuguer|relier les phrases
o|Donner son avis|dire ce que l’on pense|donner une raison|prononcer clairement
c|L’Amérique latine|situer les pays|comprendre un texte|répondre par une phrase
""",
}
GERMAN = {
    "5e": """
i|Se présenter : Wie heißt du?|dire son nom et son âge|compter|prononcer clairement
c|Ma famille|parler de sa famille|conjuguer haben|les articles
o|Dialogue : in der Klasse|poser une question|répondre sans lire|prononcer clairement
""",
    "4e": """
i|Vocabulaire : meine Stadt|connaître les mots|les articles|demander son chemin
c|Raconter sa journée|la place du verbe|dire l’heure|relier les phrases
o|Décrire une photo|dire où sont les choses|parler sans lire|prononcer clairement
""",
    "3e": """
i|Vocabulaire : Umwelt|connaître les mots|les articles|comprendre un texte court
c|Raconter au passé|former le parfait|la place du verbe|relier les phrases
o|Donner son avis|dire ce que l’on pense|donner une raison|prononcer clairement
""",
}
LATIN = {
    "5e": """
c|La fondation de Rome|raconter la légende|situer les lieux|traduire deux phrases
i|La première déclinaison|connaître les formes|trouver la fonction|traduire un groupe de mots
""",
    "4e": """
c|La famille romaine|expliquer un mot latin|lire un document|traduire trois phrases
i|Le parfait|connaître les formes|reconnaître le temps|traduire
""",
    "3e": """
c|Auguste et l’Empire|présenter un personnage|lire un document|traduire un court texte
i|Les pronoms|connaître les formes|trouver ce qu’ils remplacent|traduire
""",
}
