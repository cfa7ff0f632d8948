"""List the words for materials and organic matter, in bokmål, nynorsk and English, by kind.

An underscore stands for a blank. A word with no kind of ours stands behind an empty one.
"""

from __future__ import annotations

from typing import Final

MATERIAL_WORDS: Final = {
    "slag": "slagg slag slagger",
    "gypsum": "gips gypsum fosfogips gipsplater plasterboard",
    "fly_ash": "flygeaske flyveaske flyaske flygeoske flogoske flugeoske fly_ash filteraske flygeaska flygeoska",
    "bottom_ash": "bunnaske botnaske botnoske bottom_ash",
    "ash": "aske oske ash treaske bioaske ashes oska aska oskja treoske bioaska barkaske barkoske",
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
        fyllmasse tailings gruveavgang stone steinmassar steinmasse steinmassen fyllmassar overskotsmassar
        overskotsmasser quartz quartz_fines kvarts kvartsfin
    """,
    "lime": "kalk brent_kalk quicklime slaked_lime kalkslam lime_sludge lime",
    "limestone": "kalkstein limestone kalksteinsmel kalksteinsmjøl limestone_meal",
    "concrete": "betong concrete rivebetong",
    "mill_scale": "glødeskall glødeskal mill_scale valseskall",
    "glass": "glass glas glassbrott glasskår cullet",
    "clay": "leire leir clay",
    "soil": "jord jordmasser matjord topsoil soil",
    "asphalt": "asfalt asphalt asfaltgranulat",
    "red_mud": "rødslam raudslam red_mud",
    "brick": "tegl teglstein bricks",
    "sludge": "slam sludge metallslam hydroksidslam slammet",
    "filter_cake": "filterkake filter_cake",
    "mineral_wool": "steinull glassull mineralull mineral_wool glasull glasullrestar glassullrester",
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
    "oil": "spillolje waste_oil spillolja hydraulic_oil hydraulikkolje",
    "glycol": "glykol glycol",
    "ammonia": "ammoniakk ammonia ammoniakkvann",
    "urea": "urea",
    "carbon": """
        koks coke anoderester anoder anodes trekull charcoal biokarbon biocarbon aktivt_kull grafitt graphite petrolkoks
        koksgrus anode_butts anodemasse elektrodar elektroder
    """,
    "plastic": """
        plast plastic plastics plastavfall plastfolie polyetylen plastemballasje plastballar plastballer plastgranulat
        plastduk drivhusfolie ldpe hdpe lldpe pvc pet-plast pp-plast nylon isopor eps eps-kasser styrofoam polystyrene
        foam
    """,
    "paper": """
        papp kartong cardboard returpapir waste_paper papir papirrull papirrullar papirruller pappballer pappballar
        recycled_paper
    """,
    "rubber": "gummi bildekk dekk tyres tires rubber gummigranulat",
    "textile": "tekstil tekstiler textiles ull ullavkapp ullrester wool ullgarn yarn garnrestar garnrester filterduk",
    "catalyst": "katalysator catalyst catalysts",
    "fertiliser": "mineralgjødsel kunstgjødsel mineral_fertiliser",
    "metal": """
        skrapmetall skrot metallskrot jernskrot metallskrap skrapjern
        skrapjarn metal_scrap scrap_metal scrap skrap metallspon jernskrap
    """,
    "steel": """
        stålskrot stålskrap steel_scrap scrap_steel stålspon stålbjelke stålbjelker stålbjelkar stålplater stålplate
        stålreoler stålreolar steel_racking racking stainless
    """,
    "aluminium": "aluminiumskrap aluskrap aluminium_scrap aluminiumspon aluminiumsspon skrapaluminium scrap_aluminium",
    "copper": """
        kobberskrap koparskrap kobberkabel copper_scrap kobberkabler koparkabel koparkablar scrap_copper copper_cable
    """,
    "batteries": "batterier batteri batteries",
    "": """
        tilslag mineralsk_tilslag aggregate aggregates råmel raw_meal sekundærråstoff glassfiber isolasjon
        isolasjonsmateriale komposittavfall kompositt bygningsavfall rivningsavfall pallekarm pallekarmer pallekarmar
        pallet_collars europaller europallar euro_pallets eur-paller eur-pallar trepaller trepallar engangspaller
        brukte_paller brukte_pallar used_pallets ibc ibc-er ibcs ibc-tank ibc-tanker ibc-tankar ibc_tote ibc_totes totes
        ibc-container ibc-containere ibc-kontainere ibc_containers big_bag big_bags bigbags storsekk storsekker
        storsekkar saltsekkar saltsekker oljefat stålfat plastfat plastkar plasttønner drums fiskekasser fiskekassar
        fish_boxes absorbent
    """,
}
MATERIAL_HINTS: Final = {
    "": """
        biprodukt restprodukt by-product by-products avfall waste residue residues råstoff råvare materialer masser
        pallets paller pallar
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
        wood_chips woodchips sawdust treavfall hogstavfall grot pellets trepellets waste_wood kappved wood_waste trespon
        brendselflis treverk rundved avkapp limtre sponplater sponplate sponplatekapp shavings wood_shavings tresviller
        eikeplank eikestokk eikebord oak_planks bakhun kvist timber_offcuts
    """,
    "bark": "bark bork furubark granbark",
    "sludge": """
        bioslam avløpsslam kloakkslam biosludge biological_sludge sewage_sludge organisk_slam bio-sludge
        slam_fra_renseanlegg slam_frå_renseanlegg slam_frå_reinseanlegg renseanleggslam råslam biologisk_slam
    """,
    "fish_sludge": """
        fiskeslam fish_sludge oppdrettsslam smoltslam slam_fra_oppdrett slam_frå_oppdrett slam_fra_smolt
    """,
    "food_waste": """
        matavfall food_waste matrester organisk_avfall organic_waste våtorganisk_avfall våtorganisk brødrester
        brødrestar bread old_bread dough potetskrell potetavrens potato_peelings apple_pomace pomace eplepulp
        surplus_milk
    """,
    "fish_waste": """
        fiskeavfall ensilasje fiskeslo fish_waste avskjær fiskeavskjær slakteavfall slog fish_offal silage fish_silage
        fish_trimmings trimmings fiskehoder
    """,
    "manure": """
        husdyrgjødsel møkk manure blautgjødsel bløtgjødsel kumøkk sauemøk sauemøkk hestemøkk hestegjødsel hønsegjødsel
        hønsemøkk
    """,
    "straw": "halm straw rundballar rundballer",
    "whey": "myse whey mysa mysen",
    "spent_grain": "mask bryggerimask spent_grain spent_grains brewers_grain drav",
    "digestate": "biorest råtnerest digestate",
    "seaweed": "tang tare seaweed kelp",
    "fat": "frityrolje slaktefett tallow frityrfett matfett cooking_oil used_cooking_oil",
    "compost": "kompost compost",
    "biochar": "biokull biochar",
    "shells": """
        rekeskall blåskjellskall skjellsand shells rekeskal skjell skjel mussel_shell oyster_shell mussel_shells
    """,
    "grain": "kornavrens grain_dust kornavfall kli bran",
    "feed": "dyrefôr fôrrester",
    "": """
        biomasse biomass kaffegrut coffee_grounds organisk_gjødsel organic_fertiliser organic_fertilizer
        organisk_materiale biobrensel biorester gjær yeast spent_yeast beinmel benmel bone_meal feather_meal blodmel
        hageavfall
    """,
}
ORGANIC_HINTS: Final = {"": "organisk organic gjødsel nitrogenrik", "grain": "korn", "fat": "fett"}
