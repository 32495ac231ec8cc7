"""Words that say the same in a municipal text, so that an honest paraphrase is recognised.

Only for finding out what a clause is about and whether a claim's words are covered. Never for negation, modality,
bounds, status, direction and time: those have their own lists (`gate_cues.py`), where a wrong synonym would let a
wrong claim through.
"""

# ruff: noqa: E501  (a pattern or a word list is read best unbroken)

from __future__ import annotations

from ingest.danish import stem

_GROUPS = """
udgøre udgør udgjorde beløber beløb koste koster kostede pris
opkræve opkræves betale betaler betales betaling
starte starter startede begynde begynder begyndte påbegynde påbegyndes opstart indlede
slutte slutter afslutte afsluttes ophøre ophører
oprette opretter oprettes etablere etablerer etableres etablering anlægge anlægges bygge bygger bygges byggeri opføre opføres opførelse
børnehave børnehaver dagtilbud daginstitution daginstitutioner institution
borger borgere indbygger indbyggere
medarbejder medarbejdere ansat ansatte personale
afholde afholdes holde holdes
ansøgning ansøgninger ansøge ansøgere søge søger søges søgt
indsende indsendes indgive indgives aflevere afleveres sende sendes indlevere
frist fristen deadline
gebyr gebyret takst taksten afgift
tilskud støtte støttes
hjælp bistand
bil biler køretøj køretøjer
bolig boliger hjem lejlighed lejligheder
lokale lokaler rum
leder lederen chef chefen
formand formanden forperson
forslag forslaget
møde mødet
træde trådte gælde gælder kraft virkning
gratis vederlagsfrit
elev elever skolebørn
forælder forældre
barn børn
ældre senior seniorer
årlig årligt år
vokse stige stiger steg øge øges
falde falder faldt sænke sænkes reducere
plads pladser
afsætte afsat afsætter afsættes bevilge bevilget bevilger reservere reserveret
hal hallen idrætshal
bus busser
trafik trafikken
vej vejen gade gaden
åbne åbner åbent åbningstid
lukke lukker lukket
modtage modtager få
flytte flytter flyttes
udbud udbyde udbydes
aftale aftalen kontrakt
rapport rapporten redegørelse
evaluere evalueres evaluering
udgift udgifter omkostning omkostninger
spare spares besparelse besparelser
bo bor boet bopæl bosat
målgruppe målgruppen henvender rettet
præsentere præsenterede fremlægge fremlagde fremlægges gennemgå gennemgik
anbefale anbefaler anbefaling
undersøge undersøges undersøgelse undersøgt
deltage deltager deltog deltagelse deltagere
tømme tømmes tømning
vedtage vedtaget vedtagelse godkende godkendt godkendelse
beslutning afgørelse afgjort besluttet
ændre ændres ændring ændret
behandle behandles behandling behandlet
tilmelde tilmelding tilmeldt melde meldes
klage klagen klager klages
dyr dyrere pris prisen
stemme stemte stemmer afstemning afstemningen
fælles sammen
bemærkning bemærkninger kommentar kommentarer
udskifte udskiftes skifte skiftes
lægge lægges slå slås samle samles sammenlægge sammenlægges
fremtid fremtiden fremover
mad måltid måltider
læge lægen praktiserende
unge ungdom
udarbejde udarbejdet udarbejdes udarbejdelse udforme udformet lavet skrevet
arbejde job beskæftigelse
"""
GROUP_OF = {
    form: f"={words.split()[0]}"
    for words in _GROUPS.strip().splitlines()
    for word in words.split()
    for form in (word, stem(word))
}
