"""What is worked on in sciences, arts and sports; same writing as ``themes_letters``.

Letter t: travaux pratiques.
"""

# ruff: noqa: E501 (one assessment a line reads best as a table)

MATHS = {
    "6e": """
c|Nombres entiers et décimaux|placer un nombre sur une droite|comparer deux décimaux|écrire un nombre en lettres
i|Tables et calcul mental|connaître les tables|ajouter de tête|multiplier par 10 et par 100
c|Droites et segments|utiliser l’équerre|reconnaître des droites parallèles|suivre un programme de construction
m|Problèmes de la vie courante|choisir la bonne opération|poser le calcul|écrire une phrase de réponse
c|Addition et soustraction de décimaux|poser une opération|aligner les virgules|vérifier avec un ordre de grandeur
c|Fractions : partager et mesurer|lire une fraction|la représenter|la placer sur une droite
""",
    "5e": """
c|Enchaînements d’opérations|respecter l’ordre des calculs|utiliser les parenthèses|poser un calcul en ligne
i|Calcul mental|connaître les tables|calculer avec astuce|aller au bout dans le temps
c|Triangles|construire un triangle|utiliser la somme des angles|justifier une réponse
m|Problème : le budget de la fête|trouver les informations utiles|choisir les opérations|expliquer sa réponse
c|Nombres relatifs|comparer deux nombres relatifs|se repérer sur une droite|additionner
c|Fractions : comparer et simplifier|simplifier une fraction|comparer deux fractions|trouver une fraction égale
""",
    "4e": """
c|Nombres relatifs : les quatre opérations|additionner|multiplier|respecter l’ordre des calculs
i|Calcul mental : carrés et tables|connaître les carrés|connaître les tables|calculer avec astuce
c|Le théorème de Pythagore|reconnaître l’hypoténuse|calculer une longueur|rédiger la solution
m|Problème : la rampe d’accès|faire un schéma|choisir la bonne propriété|expliquer sa réponse
c|Calcul littéral : développer|utiliser la distributivité|réduire une expression|remplacer une lettre par un nombre
c|Proportionnalité et pourcentages|reconnaître une situation proportionnelle|calculer un pourcentage|rédiger la solution
""",
    "3e": """
c|Arithmétique : nombres premiers|décomposer un nombre|simplifier une fraction|résoudre un problème
i|Calcul mental : puissances de 10|écrire en notation scientifique|multiplier des puissances|donner un ordre de grandeur
c|Le théorème de Thalès|reconnaître la figure|écrire les rapports égaux|rédiger la solution
m|Problème de synthèse|trouver les informations utiles|organiser les étapes|expliquer sa réponse
c|Développer et factoriser|utiliser l’identité remarquable|réduire une expression|factoriser
c|Équations|mettre un problème en équation|résoudre|vérifier la solution
""",
}
LIFE_SCIENCE = {
    "6e": """
c|Les êtres vivants autour de nous|observer et nommer|ranger dans un tableau|faire un dessin d’observation
t|Observer une feuille à la loupe|suivre les étapes|faire un dessin soigné|écrire un titre et des légendes
c|Les besoins des plantes|lire une expérience|tirer une conclusion|utiliser les mots de la leçon
""",
    "5e": """
c|La respiration des animaux|reconnaître les organes|lire un graphique|tirer une conclusion
t|Mesurer son souffle|suivre les étapes|noter les mesures|tracer un graphique
c|L’effort et le corps|lire un tableau|expliquer ce qui change|utiliser les mots de la leçon
""",
    "4e": """
c|Les séismes|lire une carte|expliquer l’origine d’un séisme|faire un schéma
t|Fabriquer une maquette de faille|suivre les étapes|expliquer la maquette|ranger le matériel
c|Les volcans|reconnaître deux sortes d’éruptions|lire un document|utiliser les mots de la leçon
""",
    "3e": """
c|Les chromosomes|lire un caryotype|expliquer un mot de la leçon|faire un schéma
t|Extraire l’ADN d’un fruit|suivre les étapes|noter ce que l’on voit|tirer une conclusion
c|L’évolution des espèces|lire un arbre|donner un argument|écrire un paragraphe
""",
}
PHYSICS = {
    "6e": """
c|Les états de l’eau|nommer les états|lire un thermomètre|expliquer un changement d’état
t|Mélanger et séparer|suivre les étapes|faire un schéma|tirer une conclusion
c|Les matériaux|trier des matériaux|lire un tableau|utiliser les mots de la leçon
""",
    "5e": """
c|Masse et volume|lire une balance|lire une éprouvette|convertir une unité
t|Mesurer la masse d’un litre d’eau|suivre les étapes|noter les mesures|tirer une conclusion
c|Le circuit électrique|dessiner un circuit|reconnaître les symboles|expliquer un court-circuit
""",
    "4e": """
c|La composition de l’air|donner la composition|faire un calcul simple|expliquer un mot de la leçon
t|La tension électrique|brancher l’appareil|lire la mesure|faire un schéma
c|Vitesse et distance|calculer une vitesse|convertir une unité|rédiger la solution
""",
    "3e": """
c|Les atomes et les ions|décrire un atome|lire une formule|expliquer un mot de la leçon
t|Mesurer l’acidité|suivre les règles de sécurité|lire la mesure|tirer une conclusion
c|L’énergie|nommer les formes d’énergie|faire un schéma|rédiger la solution
""",
}
TECHNOLOGY = {
    "5e": """
p|Fabriquer un porte-clés|suivre un plan|utiliser la machine en sécurité|soigner la finition
c|À quoi sert un objet ?|dire le besoin|nommer les fonctions|lire un schéma
""",
    "4e": """
p|Programmer un feu tricolore|lire un programme|corriger une erreur|expliquer son choix
c|Le logement économe|lire un document|comparer deux solutions|utiliser les mots de la leçon
""",
    "3e": """
p|Un robot qui suit une ligne|écrire un programme|tester et corriger|présenter son travail
c|Les réseaux|dire comment voyage une information|lire un schéma|utiliser les mots de la leçon
""",
}
SPORTS = {
    "6e": """
c|Natation : nager 25 mètres|entrer dans l’eau sans peur|nager sans s’arrêter|respirer dans l’eau
c|Course longue|garder son allure|finir la course|aider un camarade
""",
    "5e": """
c|Course longue|garder son allure|finir la course|noter ses temps
c|Lutte|respecter les règles|tenir l’équilibre|accepter de perdre
""",
    "4e": """
c|Demi-fond|garder son allure|prévoir son temps|encourager les autres
c|Badminton|renvoyer le volant|se déplacer|arbitrer un match
""",
    "3e": """
c|Course de relais|passer le témoin|partir au bon moment|travailler en équipe
c|Escalade|s’assurer en sécurité|trouver son chemin|oser essayer
""",
}
ART = {
    "6e": """
p|Un portrait étonnant|avoir une idée personnelle|soigner le trait|parler de son travail
p|Couleurs chaudes, couleurs froides|mélanger les couleurs|remplir l’espace|ranger le matériel
""",
    "5e": """
p|Un animal imaginaire|avoir une idée personnelle|mélanger deux matières|parler de son travail
p|L’illusion de la profondeur|placer l’horizon|réduire les tailles au loin|soigner le trait
""",
    "4e": """
p|Détourner un objet|avoir une idée personnelle|aller au bout du projet|parler de son travail
p|Photographier le collège|choisir un cadre|jouer avec la lumière|expliquer son choix
""",
    "3e": """
p|Une affiche qui prend parti|avoir une idée personnelle|organiser l’image|expliquer son choix
p|Art et mémoire|observer une œuvre|s’en inspirer|parler de son travail
""",
}
MUSIC = {
    "6e": """
o|Chanter en groupe|connaître les paroles|garder le rythme|écouter les autres
i|Reconnaître les instruments|nommer les familles|reconnaître un timbre|écouter en silence
""",
    "5e": """
o|Chanson à deux voix|tenir sa voix|garder le rythme|écouter les autres
i|Musique et fête au Moyen Âge|reconnaître un instrument|situer dans le temps|dire ce que l’on ressent
""",
    "4e": """
o|Percussions corporelles|garder le rythme|retenir l’enchaînement|écouter les autres
i|La musique de film|dire ce que l’on ressent|reconnaître un instrument|donner un argument
""",
    "3e": """
o|Reprendre une chanson|tenir sa voix|proposer une idée|écouter les autres
i|Le blues et le jazz|reconnaître le style|situer dans le temps|donner un argument
""",
}
