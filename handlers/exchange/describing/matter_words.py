"""List the words for materials and organic matter, in bokmål, nynorsk and English, by kind.

An underscore stands for a blank. A word with no kind of ours stands behind an empty one.
"""

from __future__ import annotations

from typing import Final

MATERIAL_WORDS: Final = {
    "slag": "slagg slag slagger",
    "gypsum": "gips gypsum fosfogips gipsplater plasterboard",
    "fly_ash": "flygeaske flyveaske flyaske flygeoske flogoske flugeoske fly_ash filteraske",
    "bottom_ash": "bunnaske botnaske botnoske bottom_ash",
    "ash": "aske oske ash treaske bioaske ashes",
    "sulphur": "svovel sulphur sulfur",
    "silica_dust": "silikastøv mikrosilika microsilica silica_fume silica",
    "dust": "filterstøv filter_dust støv dust",
    "dross": "dross saltslagg salt_slag",
    "refractory": """
        ildfast eldfast ildfast_stein eldfast_stein foring foringer fôring ovnsforing refractory refractories lining
        linings katodeavfall spl refractory_bricks ildfaste_materialer
    """,
    "foundry_sand": "støperisand støypesand støypesand formsand kjernesand foundry_sand",
    "sand": "sand finsand blåsesand",
    "stone": """
        stein pukk steinmasser overskuddsmasser sprengstein gråberg rock crushed_rock gravel grus steinmel fyllmasser
        fyllmasse tailings gruveavgang stone
    """,
    "lime": "kalk brent_kalk quicklime slaked_lime kalkslam lime_sludge lime",
    "limestone": "kalkstein limestone",
    "concrete": "betong concrete rivebetong",
    "mill_scale": "glødeskall glødeskal mill_scale valseskall",
    "glass": "glass glas glassbrott glasskår cullet",
    "clay": "leire leir clay",
    "soil": "jord jordmasser matjord topsoil soil",
    "asphalt": "asfalt asphalt",
    "red_mud": "rødslam raudslam red_mud",
    "brick": "tegl teglstein bricks",
    "sludge": "slam sludge metallslam hydroksidslam",
    "filter_cake": "filterkake filter_cake",
    "mineral_wool": "steinull glassull mineralull mineral_wool",
    "sulphuric_acid": "svovelsyre sulphuric_acid sulfuric_acid",
    "hydrochloric_acid": "saltsyre hydrochloric_acid",
    "nitric_acid": "salpetersyre nitric_acid",
    "acid": "syre acid avfallssyre beisesyre",
    "lye": "lut natronlut caustic_soda natriumhydroksid lye sodium_hydroxide caustic",
    "salt": "veisalt vegsalt road_salt natriumklorid",
    "iron_sulphate": "jernsulfat jarnsulfat iron_sulphate iron_sulfate ferrous_sulphate",
    "iron_chloride": "jernklorid jarnklorid iron_chloride ferric_chloride",
    "calcium_chloride": "kalsiumklorid calcium_chloride",
    "magnesium_hydroxide": "magnesiumhydroksid magnesium_hydroxide",
    "solvent": "løsemiddel løsemidler løysemiddel solvent",
    "oil": "spillolje waste_oil spillolja",
    "glycol": "glykol glycol",
    "ammonia": "ammoniakk ammonia ammoniakkvann",
    "urea": "urea",
    "carbon": """
        koks coke anoderester anoder anodes trekull charcoal biokarbon biocarbon aktivt_kull grafitt graphite
        petrolkoks koksgrus anode_butts
    """,
    "plastic": "plast plastic plastics plastavfall plastfolie polyetylen",
    "paper": "papp kartong cardboard returpapir waste_paper papir",
    "rubber": "gummi bildekk dekk tyres tires rubber gummigranulat",
    "textile": "tekstil tekstiler textiles",
    "catalyst": "katalysator catalyst catalysts",
    "fertiliser": "mineralgjødsel kunstgjødsel mineral_fertiliser",
    "metal": """
        skrapmetall skrot metallskrot jernskrot metallskrap skrapjern
        skrapjarn metal_scrap scrap_metal scrap skrap metallspon jernskrap
    """,
    "steel": "stålskrot stålskrap steel_scrap scrap_steel stålspon",
    "aluminium": "aluminiumskrap aluskrap aluminium_scrap aluminiumspon aluminiumsspon",
    "copper": "kobberskrap koparskrap kobberkabel copper_scrap",
    "batteries": "batterier batteri batteries",
    "": """
        tilslag mineralsk_tilslag aggregate aggregates råmel raw_meal sekundærråstoff glassfiber isolasjon
        isolasjonsmateriale komposittavfall kompositt bygningsavfall rivningsavfall
    """,
}
MATERIAL_HINTS: Final = {
    "": """
        biprodukt restprodukt by-product by-products avfall waste residue residues råstoff råvare materialer masser
    """,
    "oil": "olje oil",
    "aluminium": "aluminium",
    "steel": "stål steel",
    "copper": "kobber kopar copper",
    "zinc": "sink zinc",
    "silicon": "silisium silicon",
    "salt": "salt",
}
ORGANIC_WORDS: Final = {
    "wood": """
        treflis flis sagflis sagspon sagmugg kutterspon trevirke returtre returvirke rivingsvirke rivningsvirke wood
        wood_chips
        woodchips sawdust treavfall hogstavfall grot pellets trepellets waste_wood kappved wood_waste trespon
        brendselflis
    """,
    "bark": "bark bork furubark granbark",
    "sludge": """
        bioslam avløpsslam kloakkslam biosludge biological_sludge sewage_sludge organisk_slam bio-sludge
        slam_fra_renseanlegg slam_frå_renseanlegg slam_frå_reinseanlegg renseanleggslam råslam biologisk_slam
    """,
    "fish_sludge": """
        fiskeslam fish_sludge oppdrettsslam smoltslam slam_fra_oppdrett slam_frå_oppdrett slam_fra_smolt
    """,
    "food_waste": "matavfall food_waste matrester organisk_avfall organic_waste våtorganisk_avfall våtorganisk",
    "fish_waste": "fiskeavfall ensilasje fiskeslo fish_waste avskjær fiskeavskjær slakteavfall slog fish_offal",
    "manure": "husdyrgjødsel møkk manure blautgjødsel bløtgjødsel kumøkk",
    "straw": "halm straw",
    "whey": "myse whey",
    "spent_grain": "mask bryggerimask spent_grain spent_grains brewers_grain drav",
    "digestate": "biorest råtnerest digestate",
    "seaweed": "tang tare seaweed kelp",
    "fat": "frityrolje slaktefett tallow frityrfett matfett",
    "compost": "kompost compost",
    "biochar": "biokull biochar",
    "shells": "rekeskall blåskjellskall skjellsand shells rekeskal",
    "grain": "kornavrens grain_dust kornavfall",
    "feed": "dyrefôr fôrrester",
    "": """
        biomasse biomass kaffegrut coffee_grounds organisk_gjødsel organic_fertiliser organic_fertilizer
        organisk_materiale biobrensel
        biorester
    """,
}
ORGANIC_HINTS: Final = {"": "organisk organic gjødsel nitrogenrik", "grain": "korn", "fat": "fett"}
