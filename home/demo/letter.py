"""The letter as it was sent, word for word, and what it says in facts."""

from datetime import date, time

KICKER = "Save the date"
TITLE = "Dialogmøde om, hvordan vi støtter op om hjemløse migranter"

PARAGRAPHS = (
    "Vi har alle set hjemløse migranter gå rundt i gadebilledet med deres poser og sove på "
    "pladser. I Københavns Kommune vil vi gerne sikre, at der er plads til hjemløse migranter i "
    "vores by samtidig med, at deres tilstedeværelse ikke skaber utryghed og frustration for "
    "naboer.",
    "I Københavns Kommune har vi, i et tæt samarbejde med private sociale organisationer, tilbud "
    "og indsatser til hjemløse migranter. Alligevel har vi oplevet i de seneste par år, at "
    "hjemløse migranter og andre socialt udsatte gruppers ophold på pladser i København, har "
    "givet anledning til udfordringer og konflikter. Det er f.eks. sket på Maria Kirkeplads, "
    "Christianshavns Torv, Nørrebro st. og andre steder i byen. Det er på ingen måde holdbart. "
    "Det er ikke sundt, hverken for beboerne eller de hjemløse migranter.",
    "Jeg har ikke løsningen på udfordringerne – endnu. For at finde de rigtige løsninger, skal "
    "det ske i fællesskab sammen med naboer og lokale aktører. Derudover bliver vi nødt til at "
    "finde forskellige løsninger til de steder i byen, hvor der opstår konflikter. Selvom vi "
    "havde alle de midler, vi skulle bruge, så er der ikke nogen, der sidder med én forkromet "
    "løsning på alle udfordringer. Derfor inviterer jeg nu til dialogmøde, hvor vi kan mødes og "
    "drøfte både udfordringer og muligheder på området.",
    "Der skal ikke være nogen tvivl om, at jeg ville ønske, at vi havde flere midler til området. "
    "Det ved jeg også, at jeg ikke er den eneste om at ønske. Desværre frygter jeg, at det kan "
    "have lange udsigter, at kommunens migrantindsatser får tilført mange flere midler. Men det "
    "er ikke ensbetydende med, at vi intet kan gøre. Derfor håber jeg, at I vil være med til på "
    "dette dialogmøde at drøfte udfordringer og muligheder for at understøtte hjemløse "
    "migranter, inden for de rammer vi har i dag. Første skridt kunne f.eks. være at finde nogle "
    "midlertidige og fleksible forsøgsordninger, så vi prøver os frem. Jeg er åben overfor, at "
    "det også kan ske ved at indgå nye partnerskaber.",
    "Jeg håber, at I vil sætte kryds i kalenderen og være med til at snakke om, hvordan vi støtter "
    "op om hjemløse migranter. I fællesskab kan vi sammen blive klogere.",
)

SUMMARY = (
    "Jeg håber, at I vil sætte kryds i kalenderen og være med til at snakke om, hvordan vi støtter "
    "op om hjemløse migranter."
)

LETTER_DATE = date(2024, 1, 17)
START_DATE = date(2024, 2, 22)
DEADLINE_DATE = date(2024, 2, 9)
START_TIME, END_TIME = time(16), time(18)
ZONE = "Europe/Copenhagen"

VENUE = "Hovedkassen på Københavns Rådhus"
ROOM = "I stuen, værelse 106"
CONTACT = "nf8l@kk.dk"

SENDER = {
    "name": "Karina Vestergård Madsen",
    "title": "Borgmesteren",
    "address": "Rådhuset\n1599 København V.",
    "telephone": "33 66 24 51",
    "email": "Borgmester@sof.kk.dk",
    "website": "http://www.kk.dk",
}
