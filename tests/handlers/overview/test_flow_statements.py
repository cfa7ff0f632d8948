"""Which lines without a figure state an offer or a need, and which ask the network something."""

from __future__ import annotations

import pytest

from handlers.chat import verbs
from handlers.exchange.listings.stated_listings import find_stated_direction

OFFERS = (
    "vi har overskuddsvarme, noen som trenger?",
    "Vi har spillvarme til overs fra ovnene",
    "me har ledig damp",
    "Me har overskotsvarme frå kjølinga, nokon som kan bruke den?",
    "Hei! Vi har en del ren treflis vi gjerne blir kvitt",
    "Vi sitter med mye gips som ingen bruker. Interessert?",
    "vi kan levere kjølevann hele sommeren",
    "Kjølevann til overs på Dømeøyra",
    "ledig lagerplass på kaia fra september, hvem vil ha?",
    "Verket vårt har restvarme som går rett i fjorden",
    "Vi fakler CO-gass fra ovnen om natta",
    "oksygen til overs frå elektrolysen, kven vil ha?",
    "har slam som må bort, noen som kan ta imot?",
    "We have spare heat, who wants it",
    "surplus steam available at night",
    "We have clean sawdust left over, anyone interested?",
    "we are flaring off-gas from the furnace, any takers?",
    "Vi tilbyr nitrogen fra luftgassanlegget",
    "vi har ein del plastavfall til overs",
    "Slagg til overs",
    "hvem trenger nitrogen, vi slipper ut mye hver time",
    "Could a greenhouse take the 600 kW our chillers throw away?",
    "Vil nokon ha mysa vår? 9 kubikk om dagen, passar til gris, kom med tankbil",
    "kan låne bort 4 sveisarar ei stund, dei er ledige etter 10.11.",
)
NEEDS = (
    "vi trenger hydrogen til en ny linje",
    "me treng damp til tørka, nokon som har?",
    "Vi ser etter slagg til veibygging",
    "Drivhuset trenger CO2 om vinteren, hvem kan levere?",
    "på jakt etter biomasse til kjelen",
    "Vi er ute etter prosessvann som ikke er drikkevann",
    "ser etter ei tomt med kai",
    "Treng kjøling om sommaren",
    "vi har behov for trykkluft i helgene",
    "We need oxygen for the fish farm",
    "looking for wood chips for our boiler",
    "We could use cooling water in summer, anyone got some?",
)
QUESTIONS = (
    "Noen som har erfaring med overskuddsvarme?",
    "Hvem har levert varme til fjernvarme?",
    "Vi har overskuddsvarme, hvordan har dere regnet på lønnsomheten?",
    "Vi trenger hjelp til å søke støtte til varmegjenvinning",
    "Vi trenger råd om fjernvarme",
    "Vi trenger en ny avtale om avfall",
    "Me treng innspel om overskotsvarme til måndag",
    "Vi trenger leverandør av varmepumper",
    "Trenger vi utslippstillatelse for kjølevann",
    "har vi krav på dekning for spillvarme som går tapt",
    "Treng me løyve for å sleppe ut kjølevatn",
    "Vi har fått avslag på søknad om spillvarme",
    "Vi har hatt lekkasje i kjølevannet to ganger i år",
    "Vi har problemer med damp i anlegget",
    "Er det lov å levere overskuddsvarme til naboen",
    "Noen som vet om ledig nettkapasitet i Grenland",
    "Vi vurderer hydrogen, hvem har prøvd?",
    "Vi har ledig stilling som energileder",
    "Vi mangler kompetanse på hydrogen",
    "ser etter noen som har bygd varmelager",
    "Vi ser etter erfaringer med slagg i betong",
    "vi slit med vatn i kjellaren etter regnet",
    "Kan vi få betalt for ledig damp",
    "Vi har målt spillvarmen i ovnene i tre uker",
    "Me manglar tal på spillvarme frå naboen",
    "We need advice on heat recovery",
    "We have trouble with our cooling water",
    "looking for experience with waste heat to district heating",
    "Do we need a permit to discharge cooling water",
    "Vi mangler en person som kan damp",
    "Vi trenger godkjenning for mellomlagring av slagg",
    "Jeg ser etter dokumentet om spillvarme",
    "Vi trenger bedre styring av kjølevannet",
    "Nettselskapet sier det ikke er ledig kapasitet",
    "vis ledige tomter med kai",
    "restvarme til svømmehallen",
    "Takk for sist, håper dere fikk varmen i dere",
    "Overskuddsvarme er et stort tema i kommunen nå",
    "Høringen om overskuddsvarme er sendt",
    "Fint møte om ledig damp i går",
    "Vi manglar råvatn kvar august. Kven har bygt eige inntak frå elva?",
    "Kan et veksthus leve av varmen fra ovnene våre om vinteren?",
    "Who has taken a process from 10 kg to 10 tonnes?",
    "oksygen fra elektrolyse til oppdrett",
)


def find_direction(text: str) -> str:
    name, rest = verbs.parse_command(text, seeks=False)
    return find_stated_direction(rest) if name == "stated" else ""


@pytest.mark.parametrize("text", OFFERS)
def test_what_is_left_over_is_an_offer_without_a_figure(text: str) -> None:
    assert find_direction(text) == "offer"


@pytest.mark.parametrize("text", NEEDS)
def test_what_is_wanted_is_a_need_without_a_figure(text: str) -> None:
    assert find_direction(text) == "need"


@pytest.mark.parametrize("text", QUESTIONS)
def test_what_asks_about_a_flow_is_a_question(text: str) -> None:
    assert find_direction(text) == ""
