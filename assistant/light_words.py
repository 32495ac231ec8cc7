"""Words that say little of what is asked for: common verbs in all their forms, adverbs, and nouns that stand for any thing.

A closed list. What is asked for is carried by nouns, names and numbers; "startede", "sat i søen" or "lagt frem" may stand in
the source in other words. Verbs that are themselves the matter ("drøfte", "beslutte", "fyre", "stige", "falde") are not here.
"""

from __future__ import annotations

# Infinitives whose other forms are regular: -r, -de (or -ede), -t (or -et), -nde.
_REGULAR = """
    starte begynde vente klare håndtere bruge anvende benytte bygge basere handle omhandle dreje vedrøre angå lave bo
    udføre foretage gennemføre udarbejde skabe danne sørge lægge placere samle opfylde pege beskrive fremgå forklare
    nævne omtale fortælle svare spørge tale snakke ønske håbe tænke tro mene vurdere regne kræve behøve hjælpe virke
    fungere ændre forandre løbe køre vise præsentere fremlægge fremsætte fremføre foregå afholde arrangere indgå tilhøre
    høre hedde kalde betegne forstå opfatte betyde sige skrive hente levere bringe sende modtage aflevere skaffe passe
    opstå dukke blotlægge udgøre gælde omfatte indeholde indebære medføre resultere påvirke bidrage forvente planlægge
    tilbyde opnå nå fortsætte stoppe standse satse prioritere fokusere sikre udpege undersøge kigge opleve føle kende
    huske føre tilføje oplyse melde dække rumme ramme skulle kunne ville måtte turde burde
""".split()
# Other forms, with those of irregular verbs.
_FORMS = """
    sat sætter sætte satte sættes sad sidder sidde siddet lagt lægges lagde ligge lå ligget ligger lød lyder lyde lydt
    fandt finde finder fundet findes bad bede beder bedt bragt bringer bragte gik gå går gået kom komme kommer kommet
    kørte kørt løb løber løbet skrev skriver skrevet sagde siger sagt så ser set stod står stå stået tog tager taget gav
    giver givet gjort gør gøre gjorde fik får fået holdt holde holder holdes holdtes blev bliver blevet skete sker ske
    sket bygget bygger byggede brugt bruges brugte hed hedder kaldes kaldt kaldte forstås forstod forstået betød betyder
    betydet begyndte begynder begyndt udgjorde udgør gjaldt gælder opnåede nåede nået satset hjalp hjulpet hjælper
    hjælpes trukket trak trækker bar bærer båret drev driver drevet drives dreven bundet bød byder budt fremlagde
    fremlagt fremlægges fremsat fremsatte fremført indgik indgår indgået foregik foregår foregået tænkt tænkte talte
    talt sendt sendte mødtes mødes mødte lært vidste ved vide kendt foretog foretaget omfattede bor boede boet påvirket
    førte ført medfører medførte gøres delt dele deler delte
    deles bestod består bestå trænge trænger trængte pleje plejer plejede nøjes
    rette retter rettede kunnet skullet villet måttet turde tør burde bør
""".split()
_OTHER_WORDS = """
    folk nogen ting tingene resten tekst teksten dokument dokumentet materialet tidligere senere tit ofte altid aldrig sammen
    bare blot egentlig nok gerne selv alene netop særlig særligt især primært overordnet generelt typisk stort store
    stærkt hurtigt hurtig lang langt lange længere kort korte højt lavt meget lidt fleste mest mere helt næsten omtrent
    omkring ca cirka hver hele samtlige enkelte enkelt forskellige diverse frem tilbage ned op ind ud hen bort hjem
    rundt videre igennem undervejs fremover efterhånden endelig endnu allerede nemlig undskyld venlig venligst lov brug
    gang gange svært svær svære nemt nem nemme hårdt hård hårde slemt slem slemme galt godt god gode dårligt dårlig
    oprindeligt oprindelig hidtil indtil foreløbig foreløbigt nærmere egentligt sådan rigtigt rigtig vigtigt
""".split()


def _forms(infinitive: str) -> set[str]:
    """The regular forms of a Danish verb: "starte" gives starter, startede, startet, start, startes, startende."""
    root = infinitive.removesuffix("e") if infinitive.endswith("e") else infinitive
    endings = ("", "e", "er", "ede", "et", "es", "ende", "te", "t", "edes", "tes")
    return {infinitive, infinitive + "r", *(root + ending for ending in endings)}


AUXILIARY = frozenset("er var bliver blev har havde skal skulle kan kunne må måtte vil ville bør burde".split())
LIGHT_VERBS = frozenset({form for verb in _REGULAR for form in _forms(verb)} | set(_FORMS))
LIGHT_WORDS = LIGHT_VERBS | frozenset(_OTHER_WORDS)


def is_light(word: str) -> bool:
    """Whether `word` says little of what is asked for."""
    return word.lower() in LIGHT_WORDS
