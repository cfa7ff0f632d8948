"""Know what is sure of the European list of waste: its groups, mirror entries, and codes that are often meant.

Source: the European list of waste, Commission decision 2000/532/EC as amended by 2014/955/EU. Of its entries there are
the groups of four digits and the pairs below; a code of a known group is not checked further.
"""

from __future__ import annotations

from typing import Final

from handlers.exchange.waste_codes import STAR

#: groups of the list: chapter, and the two digits behind it
_GROUPS: Final = {
    "01": "01 03 04 05", "02": "01 02 03 04 05 06 07", "03": "01 02 03", "04": "01 02", "05": "01 06 07",
    "06": "01 02 03 04 05 06 07 08 09 10 11 13", "07": "01 02 03 04 05 06 07", "08": "01 02 03 04 05", "09": "01",
    "10": "01 02 03 04 05 06 07 08 09 10 11 12 13 14", "11": "01 02 03 05", "12": "01 03",
    "13": "01 02 03 04 05 07 08", "14": "06", "15": "01 02", "16": "01 02 03 04 05 06 07 08 09 10 11",
    "17": "01 02 03 04 05 06 08 09", "18": "01 02", "19": "01 02 03 04 05 06 07 08 09 10 11 12 13", "20": "01 02 03",
}  # fmt: skip
_KNOWN: Final = frozenset(f"{chapter}{group}" for chapter, groups in _GROUPS.items() for group in groups.split())
#: mirror entries: the first is hazardous, and has a star; what is in the waste decides which of the two it is
_MIRRORS: Final = """
010310/010309 030104/030105 060502/060503 060903/060904 080111/080112 100114/100115 100116/100117 100118/100119
100120/100121 100122/100123 100207/100208 100211/100212 100213/100214 100315/100316 100317/100318 100319/100320
100321/100322 100323/100324 100325/100326 100327/100328 100329/100330 100810/100811 100815/100816 100905/100906
100907/100908 101005/101006 101007/101008 120114/120115 120116/120117 150202/150203 160114/160115 160303/160304
160305/160306 161001/161002 161101/161102 161103/161104 161105/161106 170301/170302 170410/170411 170503/170504
170505/170506 170507/170508 170603/170604 170801/170802 190111/190112 190113/190114 190115/190116 190117/190118
190811/190812 190813/190814 191206/191207 191211/191212 200133/200134 200137/200138
"""
MIRROR_PAIRS: Final = [tuple(pair.split("/")) for pair in _MIRRORS.split()]
_PARTNERS: Final = {f"{first}{STAR}": second for first, second in MIRROR_PAIRS} | {
    second: f"{first}{STAR}" for first, second in MIRROR_PAIRS
}
#: kind of material or organic matter -> codes that are often meant, three at the most
OFTEN_MEANT: Final = {
    "slag": "100201 100202 100809", "gypsum": "100105 170802 060904", "fly_ash": "100102 100103 190114",
    "bottom_ash": "100101 100115 190112", "ash": "100101 100103", "sulphur": "050116 050702", "silica_dust": "100816",
    "dust": "100208 100320 100816", "dross": "100316 100811 100308*", "refractory": "161102 161104 161106",
    "foundry_sand": "100906 100908 101008", "mill_scale": "100210", "glass": "150107 170202 200102",
    "plastic": "070213 150102 170203", "paper": "150101 191201 200101", "wood": "030105 150103 170201",
    "bark": "030101 030301", "concrete": "170101", "brick": "170102", "asphalt": "170302", "soil": "170504",
    "stone": "010408 170504", "red_mud": "010309", "sludge": "020204 190805 190812", "fish_sludge": "020101 020204",
    "fish_waste": "020102 020202 020203", "food_waste": "020304 200108", "manure": "020106", "straw": "020103",
    "digestate": "190604 190606", "compost": "190503", "fat": "190809 200125", "metal": "170407 191202 200140",
    "steel": "120101 170405 191202", "aluminium": "120103 170402 191203", "copper": "170401", "zinc": "170404",
    "batteries": "160601* 160605 200134", "rubber": "160103 191204", "textile": "040222 191208 200111",
    "mineral_wool": "101103 170604", "catalyst": "160801 160802* 160803", "carbon": "100302 100318",
    "lime": "030309 101304", "sulphuric_acid": "060101*", "hydrochloric_acid": "060102*", "nitric_acid": "060105*",
    "lye": "060204*", "solvent": "140603*", "glycol": "160114* 160115", "oil": "130205* 130208*",
}  # fmt: skip
#: six digits -> the entry as the list has it, where that is known
_ENTRIES: Final = {
    entry[:6]: entry for entry in (*_PARTNERS, *(code for codes in OFTEN_MEANT.values() for code in codes.split()))
}


def is_in_known_group(code: str) -> bool:
    """Return True for a code, as `parse_waste_code` writes it, whose group the list has."""
    return code[:4] in _KNOWN


def correct_waste_code(code: str) -> str:
    """Return the code as the list has it: with a star that is missing, and without one that is too many."""
    return _ENTRIES.get(code[:6], code)


def find_mirror_entry(code: str) -> str | None:
    """Return the other entry of the pair that the code is one of; None where it is one of none that we know."""
    return _PARTNERS.get(code)


def suggest_waste_codes(kind: str | None) -> tuple[str, ...]:
    """Return codes that are often meant by a kind of matter. None of them is a decision."""
    return tuple(OFTEN_MEANT.get(kind or "", "").split())


def write_waste_code(code: str) -> str:
    """Return "10 01 16*"."""
    return f"{code[:2]} {code[2:4]} {code[4:]}"
