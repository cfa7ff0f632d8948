"""Tell whether a text offers or needs something, from its verbs and phrases in three languages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, Literal

from handlers.quantities.text_folding import TextToken, fold_spelling

Direction = Literal["offer", "need"]

#: Phrases that decide whatever else is said: to look for somebody who takes it is to offer.
_OFFER_FIRST = """
hvem_vil_ha kven_vil_ha who_could_take who_can_take hvem_kan_ta kven_kan_ta hvem_kunne_tatt hvem_kan_bruke
kven_kan_bruke kven_kan_nytte hvem_trenger kven_treng who_would_like looking_for_a_home looking_for_a_good_home
looking_for_a_new_home a_good_home den_som_vil_kan_få den_som_vil_ha kan_få_det kan_få_den fri_til_henting
up_for_grabs on_offer kunne_noen_tatt kunne_nokon_teke kunne_noen_ta om_noen_kunne_bruke om_noen_kan_bruke
om_nokon_kan_bruke om_nokon_kunne_bruke noen_kunne_bruke noen_som_kunne_bruke noen_som_kunne er_du_interessert
er_dere_interessert noen_som_er_interessert are_you_interested må_betale_for_å_bli_kvitt noen_som_kan_ta noen_som_tar
noen_ta_imot noen_som_kan_hente can_anyone_use could_anyone_use can_anybody_use could_anybody_use anyone_interested
anybody_interested does_anyone_need does_anyone_want noen_interessert nokon_interessert anyone_who_needs
anyone_who_can_use anyone_who_wants for_mye for_mykje too_much more_than_we_need mer_enn_vi_trenger meir_enn_vi_treng
har_du_bruk_for har_dere_bruk_for har_de_bruk_for har_dykk_bruk_for kan_du_bruke kan_dere_bruke kan_de_bruke avsetning
avsetjing do_you_need can_you_use could_you_use blir_ikke_kvitt vert_ikkje_kvitt får_ikke_brukt trenger_du treng_du
bli_kvitt blir_kvitt verte_kvitt kvitte_oss kvitta_oss get_rid_of rid_of dispose_of som_kan_ta_imot som_kan_ta_i_mot
som_vil_ha som_kan_bruke som_kan_nytte som_trenger som_treng som_har_bruk_for som_ønsker som_tar_imot who_needs
who_need who_can_use who_wants who_could_use anyone_need anyone_needs anyone_want anyone_wants anybody_need
someone_who_can_take someone_to_take someone_to_use take_it_off søker_kjøper søker_mottaker søker_avtaker
søker_avtakere søker_kjøpere søker_mottakere søkjer_kjøpar søkjer_mottakar søkjer_avtakar ser_etter_kjøper
ser_etter_avtaker ser_etter_mottaker ser_etter_kjøpar ser_etter_avtakar ser_etter_mottakar looking_for_a_buyer
looking_for_buyers looking_for_a_taker looking_for_takers looking_for_a_user seeking_a_buyer seeking_buyers
ønsker_å_selge ønsker_å_levere ønsker_å_tilby ønskjer_å_selje ønskjer_å_levere ønskjer_å_tilby vil_selge vil_selje
vil_tilby vil_levere vil_gi_bort vil_ha_bort want_to_sell wish_to_sell like_to_sell like_to_offer trenger_avsetning
treng_avsetning trenger_avtaker trenger_mottaker treng_avtakar treng_mottakar trenger_noen_som_tar
trenger_noen_som_kan_ta noen_som_trenger noen_som_vil_ha noen_som_har_bruk_for nokon_som_har_bruk_for ingen_vil_ha
ingen_bruker ingen_brukar noen_som_kan_bruke nokon_som_treng nokon_som_vil_ha nokon_som_kan_bruke trenger_noen
treng_nokon noen_bruk_for noen_bruk nokon_bruk_for need_someone_to need_somebody_to need_an_outlet needs_an_outlet
need_a_home needs_a_home want_rid want_shot_of shot_of kan_noen_bruke kan_nokon_bruke vil_noen_ha vil_nokon_ha
trenger_dere treng_de til_den_som ta_kontakt_om_du_trenger kan_noen_ha_bruk_for kan_nokon_ha_bruk_for noen_ha_bruk_for
nokon_ha_bruk_for hvis_noen_kan_bruke viss_nokon_kan_bruke hvis_noen_kan viss_nokon_kan if_anybody_has_a_use
if_anyone_has_a_use if_someone_has_a_use kan_noen_andre_få kan_andre_få må_vi_ha_bort må_ha_bort vi_må_ha_bort
ha_bort_herfra free_to_anyone come_and_take come_and_get please_come_and ønsker_en_mottaker ønskjer_ein_mottakar
ønsker_mottaker ønskjer_mottakar søker_en_mottaker vil_gjerne_gi vil_gjerne_gje gi_den_bort gi_det_bort gje_det_bort
gje_han_bort gjev_han_bort me_gjev å_gje_bort kan_gi_bort kan_gje_bort si_ifra_hvis_noen si_frå_om_nokon throwing_away
throw_away søker_noen_som_kan_ta søker_noen_som_tar ser_etter_noen_som_kan_ta ser_etter_noen_som_tar off_our_hands
off_my_hands off_us yours_for_nothing yours_for_the_taking yours_if free_to_a_good_home vil_ha_det_vekk
vil_ha_den_vekk vil_ha_det_bort vil_ha_dei_vekk vil_ha_de_vekk vil_ha_vekk vil_gjerne_ha_det_vekk må_bort må_vekk
skal_vekk vil_gjerne_få_levert få_levert_et_sted få_levert_ein_stad kan_låne_ut kunne_låne_ut vil_låne_ut
kan_låne_bort can_lend could_lend happy_to_lend happy_to_let happy_to_sell happy_to_share happy_to_give wants_to_sell
wants_rid wants_to_get_rid would_rather_sell can_give_you kan_gi_dere kan_gje_dykk kan_gi_deg vil_leie_ut vil_leige_ut
ønsker_å_leie_ut ønskjer_å_leige_ut ønsker_å_låne_ut ønsker_å_gi want_to_let wants_to_let have_no_use_for
has_no_use_for no_use_for ikke_har_bruk_for ikkje_har_bruk_for we_no_longer_need no_longer_need no_longer_needs
ikke_lenger_bruk_for ikkje_lenger_bruk_for trenger_ikke_lenger treng_ikkje_lenger like_to_give wish_to_give
like_to_get_shot si_fra_hvis_noen gjev_vekk gje_vekk gi_vekk bort_til_den kan_naboen_ha_nytte naboen_ha_nytte
"""
_NEED_FIRST = """
would_take could_take_in can_accept could_accept kan_motta kunne_mottatt vil_ta_imot vil_ta_i_mot
ønsker_kontakt_med_noen_som_har kontakt_med_noen_som_har would_like_to_take would_like_to_have would_like_to_get
skulle_gjerne_hatt skulle_gjerne_hatt_tak_i skulle_hatt ønsker_å_ta_imot ønskjer_å_ta_imot kapasitet_til_å_motta
kapasitet_til_å_ta_imot plass_til_å_lagre tek_gjerne_imot tar_gjerne_i_mot to_lease like_to_lease has_anyone
has_anybody have_anyone anyone_got anyone_who_has anyone_who_can_supply for_lite too_little noen_som_har nokon_som_har
har_noen har_nokon har_dere har_de anyone_have anyone_has anybody_has anybody_have anyone_with anybody_with noen_med
nokon_med does_anyone_have does_anybody_have who_has who_have hvem_har kven_har har_behov har_bruk_for har_brukt_for
har_et_behov har_eit_behov have_a_need has_a_need have_need kan_noen_levere kan_nokon_levere kan_noen_tilby
kan_nokon_tilby noen_som_kan_levere nokon_som_kan_levere noen_som_kan_tilby noen_som_selger som_har_til_overs
som_har_ledig som_har_ledige som_har_overskudd som_har_overskot som_kan_levere som_kan_tilby who_can_supply
who_can_deliver who_can_offer willing_to_supply someone_with somebody_with ønsker_å_kjøpe ønsker_å_leie ønsker_å_låne
ønskjer_å_kjøpe ønskjer_å_leige ønskjer_å_låne vil_kjøpe vil_leie vil_leige vil_låne want_to_buy like_to_buy
want_to_rent to_rent leiger_gjerne leier_gjerne looking_to_buy looking_to_rent kan_ta_imot kan_ta_i_mot kan_bruke
kan_nytte kunne_brukt kunne_bruke could_use can_use can_take could_take kan_ta kunne_tatt_imot søker_leverandør
søkjer_leverandør ser_etter_leverandør looking_for_a_supplier søker_tilgang lurer_på_om_noen lurer_på_om_noen_har
we_lack we_are_short are_short_of is_short_of short_of tar_gjerne_imot har_kapasitet_til_å_ta_imot ønsker_oss
ønskjer_oss har_vi_bruk_for har_me_bruk_for har_eg_bruk_for wants_to_buy wants_to_rent would_like_to_buy
would_like_to_rent like_to_rent like_to_borrow want_to_borrow wants_to_borrow looking_to_borrow lend_us rent_us
spare_us låne_oss leie_oss leige_oss selge_oss selje_oss treng_å_låne trenger_å_låne trenger_å_leie treng_å_leige
need_to_borrow need_to_rent need_to_buy på_leting_etter på_leiting_etter i_beit_for on_the_lookout in_the_market_for
hunting_for searching_for would_come_in_handy would_suit_us get_hold_of get_our_hands_on get_their_hands_on
til_oss_takk
"""
_NEED = """
tas_imot tas_i_mot mottas teke_imot tatt_imot interessert_i interesserte_i interested_in tar_unna ta_unna motta
å_motta på_utkikk_etter utkikk_etter re_after we_re_after are_after lease to_take take_in vil_gjerne må_ha_tak_i
lurer_på_om mottakere_av etterspurt er_interessert trengr ynskjast ønskjast ynskjer ynskjes ynskes ynsker trengt
trengte kunne_trengt kunne_trenge trenga needing trenger treng trengs trengst trenge behøver behov behovet behøv
ønsker ønskjer ønskes ønskast søker søkjer søkes søkast etterlyser etterlyses etterspør ser_etter leter_etter
leiter_etter er_på_jakt_etter på_jakt_etter mangler manglar vil_ha vil_gjerne_ha vil_bruke vil_nytte skal_ha kjøper
kjøpe kjøpes krever krev tar_imot tar_i_mot tek_imot tek_i_mot mottar mottek need needs needed require requires
required requirement looking_for look_for want wants wanted seek seeks seeking buy buying purchase demand must_have
vil_erstatte skal_erstatte vil_bytte skal_bytte_ut vil_bytte_ut bytte_brensel want_to_replace will_replace to_replace
replace_our replacing låne leie leige in_need_of takes_in receives accept accepts erstatte_naturgass bruker_i_dag
avhengig_av bruk_for in_search_of har_lyst_på ute_etter må_ha savner treng_å_få trenger_å_få
"""
_OFFER = """
slepp slepper slipper rett_ut brenner_av brenn_av kjøler_vi_bort kjølar_vi_bort kjøles_vekk kjøler_vekk rett_i_fjorden
i_fjorden til_fjorden dumping dump dumped ligger_klart ligg_klart til_henting til_avhenting klar_til_henting free_from
got there_is there_are we_ve_got slipper_vi_ut slepp_vi_ut fritt har_vi får_vi blir_det sitter_med sit_med frigjort
frigjøres frigjør offered provided supplied tilbydde å_få_hos_oss kan_seljast kan_selges blåser_av blæs_av
går_over_tak går_bare_over_tak bare_går_over_tak går_rett_til_sjø går_rett_i_sjøen rett_til_sjø kan_leveres
kan_leverast kan_brukes kan_brukast kan_hentes kan_hentast kan_avgis kan_avses kan_kjøpes kan_overtas kan_leies
can_be_collected can_be_delivered can_be_used can_be_supplied fri_avhenting gratis å_gi_bort unytta unyttet ubrukt
har_liggende tilbyr tilby tilbys tilbyd tilbydast tilbud tilbod overskudd overskot overskudds til_overs til_overs_av
overs til_gode ledig ledige ledigt ledig_kapasitet til_salgs til_sals til_leie til_leige til_avhending avhendes
gis_bort gir_bort gis_vekk gir gjev_bort kan_levere kan_avgi kan_avse kan_tilby kan_gi kan_gje kan_selge kan_selje
kan_leie_ut kan_leige_ut kan_låne_ut kan_stille leier_ut leiger_ut låner_ut leverer selger sel selges selgast levere
avse avser å_avse å_by_på produserer genererer får_ut går_til_sjø går_i_sjøen går_på_sjøen går_til_spille
går_til_fakkel går_til_deponi går_på_deponi går_rett_ut slippes_ut slepp_ut sleppes_ut slipper_ut fakles fakler fakla
deponeres deponerer deponerast kjøles_bort kjøler_bort luftes luftes_ut avgir sender_ut oppstår i_overkant får_igjen
sitter_igjen_med sitt_att_med sit_att_med ligger_på_lager står_tom står_tomt står_ledig står_ubrukt til_disposisjon
tilgjengelig tilgjengeleg henter_du hentes offer offers offering surplus excess spare to_spare spare_capacity
available for_sale to_sell sell selling left_over leftover leaves supply supplies supplying vent vents vented venting
flared flare flaring goes_to_sea to_sea goes_to_waste to_landfill landfilled have has we_give give_away giving_away
for_rent to_let let_out can_supply can_deliver can_offer can_provide provide we_bring produces produce generates
generate discharge discharged idle unused vacant by-product har har_ligget kan_by_på har_mye blir_til_overs released
releases by-product_of end_up_with kommer_ut dumpes
"""
#: words of the thing itself that say that it is left over
_SURPLUS = ("spill", "overskudd", "overskot", "rest", "avfalls", "waste heat", "surplus", "excess")
#: "heat from the kiln": what comes from a process is there
_FROM = frozenset(("fra", "from"))


@dataclass(frozen=True, slots=True)
class DirectionCue:
    """Hold a phrase that tells the direction, with its place among the tokens."""

    direction: Direction
    first: int
    last: int
    #: "har" and "have" say little beside another phrase
    strength: int


#: strength of a phrase that tells a direction clearly
CLEAR: Final = 2
_TIERS: Final = ((3, "offer", _OFFER_FIRST), (3, "need", _NEED_FIRST), (2, "need", _NEED), (2, "offer", _OFFER))
_FAINT = frozenset(
    ("har", "have", "has", "gir", "overs", "levere", "leverer", "leaves", "demand", "tilgjengelig", "gi")
)
_LONGEST = 6
_NOT = frozenset(("ikke", "ikkje", "not", "don", "t", "aldri", "never"))
#: "dampbehov", "varmeoverskudd"
_COMPOUND_ENDS: Final[dict[Direction, tuple[str, ...]]] = {
    "need": ("behov", "behovet"), "offer": ("overskudd", "overskuddet", "overskot", "overskotet"),
}  # fmt: skip


@cache
def _load_cues() -> dict[str, tuple[Direction, int]]:
    found: dict[str, tuple[Direction, int]] = {}
    for strength, direction, text in _TIERS:
        for phrase in text.split():
            words = fold_spelling(phrase).replace("_", " ").replace("-", " ")
            found.setdefault(words, ("need" if direction == "need" else "offer", 1 if words in _FAINT else strength))
    return found


def find_direction_cues(tokens: list[TextToken]) -> list[DirectionCue]:
    """Return the phrases that tell a direction, in their order. The longest at a place counts alone."""
    cues, found, at = _load_cues(), [], 0
    while at < len(tokens):
        step, word = 1, tokens[at].text
        for direction, ends in _COMPOUND_ENDS.items():
            if word.endswith(ends) and word not in cues:
                found.append(DirectionCue(direction, at, at + 1, 2))
        for length in range(min(_LONGEST, len(tokens) - at), 0, -1):
            cue = cues.get(" ".join(token.text for token in tokens[at : at + length]))
            if cue is not None:
                found += _negate_cue(tokens, DirectionCue(cue[0], at, at + length, cue[1]))
                step = length
                break
        at += step
    return found


def _negate_cue(tokens: list[TextToken], cue: DirectionCue) -> list[DirectionCue]:
    """Return the cue. What somebody does not need is an offer, and what somebody does not have tells nothing."""
    around = [*tokens[max(0, cue.first - 1) : cue.first], *tokens[cue.last : cue.last + 1]]
    if not any(token.text in _NOT for token in around) or cue.strength > CLEAR:
        return [cue]
    return [replace(cue, direction="offer")] if cue.direction == "need" and cue.strength == CLEAR else []


def choose_direction(cues: Iterable[DirectionCue]) -> Direction | None:
    """Return the direction of the strongest cue, of equal ones the first. None where nothing tells."""
    best = max(cues, key=lambda cue: (cue.strength, -cue.first), default=None)
    return best.direction if best is not None else None


def infer_direction(named: str, following: Iterable[str]) -> Direction | None:
    """Return "offer" for a thing whose name says that it is left over, or that comes from something."""
    surplus = any(named.startswith(word) for word in _SURPLUS)
    return "offer" if surplus or _FROM.intersection(following) else None
