"""The planted people of the demo collège: story → national identifier.

Tests, screenshots and `load_demo` find people here and nowhere else. The identifiers do not depend
on the size of the school or on the seed; below 40 pupils the last stories are left out
(see `families.PLANTED`).
"""

UAI = "0999999Z"
NEIGHBOUR_UAI = "0999998Y"  # a small collège next door, for a family of two schools

# ELEVE_ID ---------------------------------------------------------------------------------------
INES = "9000001"  # Inès Diallo, 4eB
MALIK = "9000002"  # Malik Diallo, her brother, 6eA
COME = "9000003"  # Côme Martel, 4eB, son of his own maths teacher
YANIS = "9000004"  # Yanis Haddad, 4eB, parents separated in conflict
MANON = "9000005"  # Manon Guérin, 6eA, raised by a grandmother who has no e-mail
LEO = "9000006"  # Léo Tessier, 4eB, absent when the copies are handed back
SARA = "9000007"  # Sara Pinto, 4eB, absent too
ABSENCE_SPIRAL = "9000008"
PLACED_CHILD = "9000009"  # 6eA: child welfare, educator, foster carer, a parent
FALLING_MATHS = "9000010"
QUIET_IMPROVER = "9000011"
BORED_HIGH = "9000012"
HOMEWORK_GAP = "9000013"
PAP_DYSLEXIA = "9000014"
ALLOPHONE = "9000015"  # parents read Ukrainian, telephone only
LATE_ARRIVAL = "9000016"  # 6eA, enrolled on 9 November
LEAVER = "9000017"  # 4eB, left on 16 October
NO_INE = "9000018"
HOMONYM_A, HOMONYM_B = "9000019", "9000020"  # two Léa Bertin, 4eB and 6eA
HOMONYM_C, HOMONYM_D = "9000021", "9000022"  # two Adam Benali, both in 6eA
TWIN_A, TWIN_B = "9000023", "9000024"  # two classes of 6e when there are two
LONGEST_NAME = "9000025"
SHORTEST_NAME = "9000026"
ADULT_PUPIL = "9000027"  # 18, answers for himself
DJ_4, DJ_10 = "9000028", "9000029"
FOURTH_YEAR_FRIEND = "9000030"  # 4eB, ordinary

TIAGO = "9500001"  # Tiago Pinto, 3eA of the collège next door, brother of Sara

# PERSONNE_ID ------------------------------------------------------------------------------------
MRS_DIALLO, MR_DIALLO = "800001", "800002"
MRS_ROUX, MR_MARTEL = "800003", "800004"
YANIS_MOTHER, YANIS_FATHER = "800005", "800006"
MANON_GRANDMOTHER = "800007"
PLACED_MOTHER, PLACED_EDUCATOR, PLACED_FOSTER_CARER = "800008", "800009", "800010"
YANIS_STEPFATHER = "800011"  # contact only
INES_AUNT = "800012"  # level 2: in charge
MRS_PINTO = "800013"  # has a son in the collège next door

# (TYPE, ID) of the STS file ---------------------------------------------------------------------
TEACHER_ROUX = ("epp", "70001")  # maths, 4eB; also the guardian MRS_ROUX
TEACHER_OTHER_CLASS = ("epp", "70002")  # M. Bensaïd, maths, 6eA and never 4eB
LEAD_TEACHER_4EB = ("epp", "70003")  # Mme Aubry, French, 4eB
PRINCIPAL = ("dir", "70010")
DEPUTY = ("dir", "70011")
CPE = ("epp", "70012")
CPE_SECOND = ("epp", "70013")
SCHOOL_LIFE = ("local", "31")  # an assistant d'éducation
SUBSTITUTE = ("eppsup", "70090")
DIGITAL_REFERENT = ("epp", "70014")  # Mme Lacroix, who keeps the library

DIVISION_OF_INES = "4eB"
DIVISION_OF_MALIK = "6eA"
