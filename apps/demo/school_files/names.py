"""Name lists of the demo collège, written for it: common words of names, drawn at random.

A family draws its surname and part of its children's first names from one pool, the rest from
the shared pool, as in any French classroom.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pool:
    """Surnames and first names used together; `weight` is the share of families."""

    weight: int
    surnames: tuple[str, ...]
    girls: tuple[str, ...]
    boys: tuple[str, ...]
    women: tuple[str, ...]
    men: tuple[str, ...]


def _split(words: str) -> tuple[str, ...]:
    return tuple(words.replace("_", " ").split("/"))


FRENCH = Pool(
    weight=52,
    surnames=_split(
        "AUBRY/BARBIER/BAZIN/BELLANGER/BERTIN/BESNARD/BLANCHET/BODIN/BONNEAU/BOUTIN/BRUNEL/CADET/"
        "CARLIER/CHARTIER/CHAUVIN/CLÉMENT/COLLET/CORDIER/COULON/DELMAS/DEVAUX/DORÉ/DUPRÉ/DURIEUX/"
        "ÉVRARD/FERRAND/FLEURY/FORESTIER/GAILLARD/GARREAU/GILLET/GRANGER/GUÉRIN/GUILLOT/HAMEL/"
        "HÉBERT/IMBERT/JACOB/JOUBERT/JULIEN/LABBÉ/LACROIX/LAVAL/LEBŒUF/LECLERCQ/LEGRAND/LE_GOFF/"
        "LE_ROUX/LEJEUNE/LEMAÎTRE/LESAGE/LOISEAU/MAILLARD/MALLET/MARÉCHAL/MARTEL/MASSON/MAUREL/"
        "MERCIER/MILLET/MONNIER/MOULIN/NAVARRE/NEVEU/OLLIVIER/PASQUIER/PAYET/PÉRON/PICHON/POULAIN/"
        "PRÉVOST/RAYNAUD/RENAULT/RIVIÈRE/ROCHE/ROUSSET/SABATIER/SALMON/SAUVAGE/TANGUY/TESSIER/"
        "THÉVENIN/TOURNIER/VALLÉE/VASSEUR/VERDIER/VINCENDEAU/VOISIN/D'AUBIGNY/DE_LAUNAY/DU_BREUIL/"
        "SAINT-MARC/PETIT-JEAN/BOIS-ROBERT"
    ),
    girls=_split(
        "Alice/Ambre/Anaïs/Anna/Apolline/Camille/Capucine/Charlotte/Chloé/Clémence/Élise/Éloïse/"
        "Emma/Eva/Faustine/Gabrielle/Jade/Jeanne/Julia/Juliette/Lana/Léa/Léna/Léonie/Lily-Rose/"
        "Lola/Louise/Lucie/Maëlys/Manon/Margaux/Margot/Mathilde/Mila/Nina/Océane/Pauline/Romane/"
        "Rose/Salomé/Victoire/Zoé/Anne-Lise/Marie-Lou"
    ),
    boys=_split(
        "Antoine/Arthur/Axel/Baptiste/Côme/Clément/Enzo/Ethan/Evan/Gabin/Gabriel/Hugo/Jules/Léo/"
        "Léon/Liam/Loïs/Louis/Lucas/Maël/Marius/Martin/Mathéo/Mathis/Maxence/Nathan/Noa/Noé/Noël/"
        "Nolan/Paul/Raphaël/Robin/Sacha/Samuel/Théo/Timéo/Titouan/Tom/Valentin/Victor/Jean-Baptiste"
        "/Paul-Émile"
    ),
    women=_split(
        "Agnès/Amandine/Anne-Laure/Aude/Audrey/Aurélie/Bénédicte/Caroline/Céline/Christelle/Claire/"
        "Delphine/Émilie/Fanny/Gaëlle/Géraldine/Hélène/Ingrid/Laetitia/Laure/Magali/Marion/Mélanie/"
        "Nathalie/Sabrina/Sandrine/Séverine/Sophie/Stéphanie/Valérie/Virginie/Élodie"
    ),
    men=_split(
        "Alexandre/Arnaud/Benoît/Bruno/Christophe/Cyril/David/Emmanuel/Fabien/Fabrice/Franck/"
        "Frédéric/Grégory/Guillaume/Jean-Marc/Jérôme/Julien/Laurent/Ludovic/Mickaël/Nicolas/Olivier/"
        "Pascal/Philippe/Régis/Sébastien/Stéphane/Sylvain/Thierry/Vincent/Yannick/Yves"
    ),
)
NORTH_AFRICAN = Pool(
    weight=17,
    surnames=_split(
        "ABDELLI/AÏT_OUALI/AMRANI/BELKACEM/BENALI/BENSAÏD/BOUAZIZ/BOUKHARI/CHAOUI/CHERKAOUI/DAHMANI/"
        "EL_FASSI/EL_MANSOURI/FERHAT/GUENDOUZ/HADDAD/HAMIDI/IDRISSI/KACEMI/KHALDI/LARBI/MANSOUR/"
        "MEBARKI/NACERI/OUAHBI/RAHMANI/SAÏDI/TAHIRI/YAHIAOUI/ZERROUKI"
    ),
    girls=_split(
        "Aya/Assia/Farah/Hafsa/Inaya/Kenza/Lina/Lyna/Malak/Nour/Rania/Safa/Sirine/Yasmine"
    ),
    boys=_split("Adam/Amir/Anis/Ayoub/Bilal/Idriss/Ilyes/Imran/Ismaël/Mehdi/Rayan/Sofiane/Wassim"),
    women=_split("Amina/Fatiha/Hanane/Karima/Latifa/Malika/Nadia/Naïma/Samira/Siham/Souad/Yamina"),
    men=_split("Abdelkader/Farid/Hakim/Hicham/Kamel/Karim/Mourad/Nabil/Rachid/Samir/Tarik/Youssef"),
)
WEST_AFRICAN = Pool(
    weight=11,
    surnames=_split(
        "BA/BAMBA/CAMARA/CISSÉ/COULIBALY/DEMBÉLÉ/DIARRA/DIOP/FALL/FOFANA/KANTÉ/KEÏTA/KONATÉ/KOUASSI/"
        "MENDY/N'DIAYE/N'GUESSAN/OUATTARA/SAKHO/SISSOKO/SOUMARÉ/SOW/SYLLA/TOURÉ/TRAORÉ"
    ),
    girls=_split("Aminata/Awa/Binta/Coumba/Djénéba/Fanta/Fatou/Khadija/Mariam/Néné/Oumou/Rokia"),
    boys=_split("Abdoulaye/Amadou/Boubacar/Cheick/Demba/Ibrahima/Lamine/Mamadou/Moussa/Seydou"),
    women=_split("Aïssata/Assetou/Bintou/Fatoumata/Hawa/Kadiatou/Maïmouna/Mariama/Ramata/Sira"),
    men=_split("Bakary/Bassirou/Daouda/Drissa/Ousmane/Samba/Sékou/Souleymane/Tidiane/Youssouf"),
)
PORTUGUESE = Pool(
    weight=7,
    surnames=_split(
        "ALVES/BARBOSA/CARDOSO/D'ALMEIDA/DA_COSTA/DA_SILVA/DOS_SANTOS/ESTEVES/FERREIRA/FONSECA/GOMES/"
        "LOPES/MARQUES/MOREIRA/NOGUEIRA/PEREIRA/PINTO/RIBEIRO/TEIXEIRA/VIEIRA"
    ),
    girls=_split("Beatriz/Carla/Inês/Joana/Leonor/Luana/Mariana/Matilde/Sara/Sofia"),
    boys=_split("Afonso/Diogo/Duarte/Francisco/Gonçalo/João/Lorenzo/Rafael/Rodrigo/Tiago"),
    women=_split("Ana/Carina/Cristina/Fernanda/Isabel/Lúcia/Paula/Rosa/Sónia/Teresa"),
    men=_split("António/Carlos/Fernando/Jorge/José/Luis/Manuel/Nuno/Paulo/Rui"),
)
TURKISH = Pool(
    weight=4,
    surnames=_split("AKSOY/ARSLAN/AYDIN/ÇELIK/DEMIR/ERDEM/GÜNEY/KAPLAN/KAYA/KOÇ/ÖZDEMIR/YILDIZ"),
    girls=_split("Asya/Defne/Ela/Elif/Melek/Nisa/Sude/Zeynep"),
    boys=_split("Arda/Emir/Kerem/Mert/Ömer/Umut/Yusuf/Enes"),
    women=_split("Ayten/Derya/Fatma/Gül/Hülya/Leyla/Sevgi/Songül"),
    men=_split("Cem/Hakan/Kemal/Levent/Murat/Orhan/Serkan/Volkan"),
)
ASIAN = Pool(
    weight=6,
    surnames=_split("CHEN/HUANG/HUYNH/LIM/NGUYEN/PHAM/RAJAN/SELVAM/SIVAKUMAR/TRAN/VONG/WANG/XU/O"),
    girls=_split("Anjali/Kim-Anh/Linh/Mei/Priya/Thuy/Vidya/Xin-Yi"),
    boys=_split("Arun/Bao/Dylan/Kevin/Minh/Nathan/Vijay/Wei"),
    women=_split("Hoa/Kavitha/Lan/Li/Meena/Thanh/Uma/Yun"),
    men=_split("Ganesh/Hung/Jun/Long/Ravi/Siva/Tuan/Wen"),
)
EASTERN = Pool(
    weight=3,
    surnames=_split("BONDARENKO/DUMITRU/IONESCU/KOVALENKO/KOWALSKI/LYSENKO/NOWAK/POPA/SHEVCHUK"),
    girls=_split("Alina/Daria/Iryna/Maja/Sofiia/Zofia/Ioana/Oksana"),
    boys=_split("Andriy/Artem/Jakub/Luca/Maksym/Matei/Oleh/Szymon"),
    women=_split("Agnieszka/Elena/Halyna/Katarzyna/Nataliia/Olena/Roxana/Svitlana"),
    men=_split("Bohdan/Dmytro/Florin/Grzegorz/Ihor/Mihai/Piotr/Vasyl"),
)
POOLS = (FRENCH, NORTH_AFRICAN, WEST_AFRICAN, PORTUGUESE, TURKISH, ASIAN, EASTERN)

STREETS = _split(
    "rue des Essais/allée du Brouillon/avenue de la Maquette/rue du Prototype/impasse du Modèle/"
    "boulevard des Exemples/rue de la Virgule/place du Croquis/rue de l'Esquisse/chemin du Cahier/"
    "rue des Ratures/square de la Craie/rue du Tableau-Noir/allée des Encriers/rue de la Trousse"
)
TOWNS = (("99400", "VILLEXEMPLE"), ("99410", "ESSAI-SUR-MARGE"), ("99420", "SAINT-BROUILLON"))
