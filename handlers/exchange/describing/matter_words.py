"""List the words for materials, in bokmål, nynorsk and English, by kind.

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
        overskotsmasser quartz quartz_fines kvarts kvartsfin dolomitt dolomite olivin olivine feltspat feldspar marmor
        marble skifer slate overskuddsmasse overskotsmasse tunnelmasse tunnelmasser tunnelmassar tunnel_spoil chippings
        ballast singel subbus kult blokkstein natursten naturstein granitt granite
    """,
    "lime": "kalk brent_kalk quicklime slaked_lime kalkslam lime_sludge lime",
    "limestone": "kalkstein limestone kalksteinsmel kalksteinsmjøl limestone_meal",
    "concrete": "betong concrete rivebetong",
    "mill_scale": "glødeskall glødeskal mill_scale valseskall",
    "glass": """
        glass glas glassbrott glasskår cullet bottle_glass glassflasker glasflasker glass_bottles vindusglass
        glass_fines glassavfall glasavfall
    """,
    "clay": "leire leir clay",
    "soil": """
        jord jordmasser matjord topsoil soil gravemasser gravemassar excavated_soil excavation_spoil plantejord
        vekstjord potting_soil
    """,
    "asphalt": "asfalt asphalt asfaltgranulat",
    "red_mud": "rødslam raudslam red_mud",
    "brick": "tegl teglstein bricks takstein roof_tiles takpanner",
    "sludge": """
        slam sludge metallslam hydroksidslam slammet slamkake slamkaker filter_press_cake manganslam manganese_sludge
        borekaks boreslam drill_cuttings
    """,
    "filter_cake": "filterkake filterkaka filterkaken filterkaker filter_cake",
    "mineral_wool": """
        steinull glassull mineralull mineral_wool glasull glasullrestar glassullrester rockwool insulation_wool
    """,
    "sulphuric_acid": "svovelsyre sulphuric_acid sulfuric_acid",
    "hydrochloric_acid": "saltsyre hydrochloric_acid",
    "nitric_acid": "salpetersyre nitric_acid",
    "acid": """
        syre acid avfallssyre beisesyre fosforsyre phosphoric_acid flussyre hydrofluoric_acid eddiksyre acetic_acid
        maursyre formic_acid
    """,
    "lye": "lut natronlut caustic_soda natriumhydroksid lye sodium_hydroxide caustic",
    "salt": """
        veisalt vegsalt road_salt natriumklorid sodium_chloride natriumsulfat sodium_sulphate sodium_sulfate
        kaliumklorid potassium_chloride potash
    """,
    "iron_sulphate": "jernsulfat jarnsulfat iron_sulphate iron_sulfate ferrous_sulphate",
    "iron_chloride": "jernklorid jarnklorid iron_chloride ferric_chloride",
    "calcium_chloride": "kalsiumklorid calcium_chloride",
    "magnesium_hydroxide": "magnesiumhydroksid magnesium_hydroxide",
    "solvent": """
        løsemiddel løsemidler løysemiddel solvent isopropanol aceton acetone white_spirit whitespirit metanol methanol
        etanol ethanol løsemiddelrester løsemidlar løysemidlar
    """,
    "oil": """
        spillolje waste_oil spillolja hydraulic_oil hydraulikkolje smøreolje smørolje lubricating_oil lube_oil
        cutting_fluid cutting_oil skjærevæske skjæreolje transformer_oil trafoolje
    """,
    "glycol": "glykol glycol glyserol glycerol glyserin glycerine glycerin",
    "ammonia": "ammoniakk ammonia ammoniakkvann",
    "urea": "urea",
    "carbon": """
        trekol koks coke anoderester anoder anodes trekull charcoal biokarbon biocarbon aktivt_kull grafitt graphite
        petrolkoks koksgrus anode_butts anodemasse elektrodar elektroder anodekull pitch_coke coal steinkull steinkol
        kullstøv coal_dust anode_carbon kullgrus
    """,
    "plastic": """
        plast plastic plastics plastavfall plastfolie polyetylen plastemballasje plastballar plastballer plastgranulat
        plastduk drivhusfolie ldpe hdpe lldpe pvc pet-plast pp-plast nylon isopor eps eps-kasser styrofoam polystyrene
        foam plastrejekt plastic_reject plastic_rejects regrind pet-flasker pet_flasker strekkfilm krympefilm
        shrink_wrap stretch_film silage_wrap polypropylene polypropylen polyethylene polyamid polyamide fish_nets notlin
        nøter tauverk trawl_nets trålnot plastflasker plastic_bottles plastkasser plastkassar plastic_crates bobleplast
        pvc-rør plastrør
    """,
    "paper": """
        papp kartong cardboard returpapir waste_paper papir papirrull papirrullar papirruller pappballer pappballar
        recycled_paper emballasjepapp esker kartonger cartons cardboard_boxes aviser newsprint
    """,
    "rubber": """
        gummi bildekk dekk tyres tires rubber gummigranulat conveyor_belt conveyor_belts transportbånd transportband
        gummiduk
    """,
    "textile": """
        tekstil tekstiler textiles ull ullavkapp ullrester wool ullgarn yarn garnrestar garnrester filterduk arbeidsklær
        arbeidstøy workwear tepper filtduk
    """,
    "catalyst": "katalysator catalyst catalysts",
    "fertiliser": "mineralgjødsel kunstgjødsel mineral_fertiliser",
    "metal": """
        skrapmetall skrot metallskrot jernskrot metallskrap skrapjern skrapjarn metal_scrap scrap_metal scrap skrap
        metallspon jernskrap swarf metal_swarf turnings dreiespon jernspon jarnspon metallrester metallrestar borespon
        fresespon old_cable kabelskrap kabelskrot messing brass bronse bronze
    """,
    "steel": """
        stålskrot stålskrap steel_scrap scrap_steel stålspon stålbjelke stålbjelker stålbjelkar stålplater stålplate
        stålreoler stålreolar steel_racking racking stainless
    """,
    "aluminium": "aluminiumskrap aluskrap aluminium_scrap aluminiumspon aluminiumsspon skrapaluminium scrap_aluminium",
    "copper": """
        kobberskrap koparskrap kobberkabel copper_scrap kobberkabler koparkabel koparkablar scrap_copper copper_cable
    """,
    "batteries": "batterier batteri batteries black_mass battery_black_mass",
    "": """
        skjellsand shell_sand kalkfiller brick pe-folie bale_wrap polystyren pur-skum paper naoh kalilut
        aluminiumsulfat ammoniumsulfat ammonium_sulphate used_oil anodeavfall karbonrester kokspulver elektroderester
        elektronikkavfall asfaltflak iron_oxide jernoksid manganoksid bauxitt kvartsitt pigment isoporkasser
        karbonfiber carbon_fibre byggavfall construction_waste demolition_waste combustible_waste brennbart_avfall
        farlig_avfall hazardous_waste activated_carbon ionebyttermasse tilslag mineralsk_tilslag aggregate aggregates
        råmel raw_meal sekundærråstoff glassfiber isolasjon isolasjonsmateriale komposittavfall kompositt
        bygningsavfall rivningsavfall pallekarm pallekarmer pallekarmar pallet_collars europaller europallar
        euro_pallets eur-paller eur-pallar trepaller trepallar engangspaller brukte_paller brukte_pallar used_pallets
        ibc ibc-er ibcs ibc-tank ibc-tanker ibc-tankar ibc_tote ibc_totes totes ibc-container ibc-containere
        ibc-kontainere ibc_containers big_bag big_bags bigbags storsekk storsekker storsekkar saltsekkar saltsekker
        oljefat stålfat plastfat plastkar plasttønner drums fiskekasser fiskekassar fish_boxes absorbent rdf srf
        refuse_derived_fuel refuse-derived_fuel solid_recovered_fuel avfallsbrensel avfallsbrensle weee ee-avfall
        electronic_scrap e-waste lysrør turbine_blade turbine_blades vindturbinblad vindturbinblader insulation
        fluorspar kalsiumfluorid calcium_fluoride jarosite jarositt ilmenitt ilmenite bentonitt bentonite kryolitt
        cryolite aluminiumoksid alumina aluminafluorid sement cement klinker clinker cement_kiln_dust mørtel mortar
        porselen keramikk ceramics ceramic_waste grinding_sludge stålkuler steel_shot blåsegrit blasting_grit
        blåsemiddel garnet bitumen tjære harpiks epoxy epoksy resin malingsrester tomfat tomtønner steel_drums
        plastic_drums oil_drums gitterbokser old_pallets empty_pallets fosfat phosphate apatitt restavfall mixed_waste
        residual_waste industrial_waste næringsavfall produksjonsavfall process_waste rejekt rejekter rejects glasfiber
        glassfibre soda_ash fishing_nets fishing_net fiskegarn kiln_dust skimmings pot_skimmings fines finstoff
        spent_potlining potlining anhydritt anhydrite titandioksid titanium_dioxide kritt chalk talkum talc kaolin
        perlitt perlite vermikulitt vermiculite leca zeolitt zeolite silikagel silica_gel jernmalm iron_ore malm
        kromitt chromite manganmalm manganese_ore rutil barytt barite flussmiddel
    """,
}
MATERIAL_HINTS: Final = {
    "": """
        biprodukt restprodukt by-product by-products avfall waste residue residues råstoff råvare materialer masser
        pallets paller pallar maling paint spoil emballasje packaging voks wax lim glue magnesium nikkel nickel krom
        chromium soda sekker sekkar sacks motorer motorar cable cables kabel kabler kablar rester restar leftovers
        offcuts remnants sedimenter sediment grit drums fat_og_tønner
    """,
    "oil": "olje oil",
    "aluminium": "aluminium",
    "steel": "stål steel",
    "copper": "kobber kopar copper",
    "zinc": "sink zinc",
    "silicon": "silisium silicon",
    "salt": "salt",
    "plastic": "pet trål",
    "carbon": "kull kol",
    "stone": "masse massar",
}
