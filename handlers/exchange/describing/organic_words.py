"""List the words for organic matter, in bokmål, nynorsk and English, by kind.

An underscore stands for a blank. A word with no kind of ours stands behind an empty one.
"""

from __future__ import annotations

from typing import Final

ORGANIC_WORDS: Final = {
    "wood": """
        rivningstre lettvirke avkapp_av_tre avkapp_av_gran avkapp_av_furu avkapp_av_bjørk avkapp_av_eik
        avkapp_av_trelast avkapp_av_plank avkapp_av_trevirke avkapp_av_heltre avkapp_av_limtre
        offcuts_of_wood offcuts_of_timber
        treflis flis sagflis sagspon sagmugg kutterspon trevirke returtre returvirke rivingsvirke rivningsvirke wood
        wood_chips woodchips sawdust treavfall hogstavfall grot pellets trepellets waste_wood kappved wood_waste trespon
        brendselflis treverk rundved avkapp limtre sponplater sponplate sponplatekapp shavings wood_shavings tresviller
        eikeplank eikestokk eikebord oak_planks bakhun kvist timber_offcuts woodchip wood_chip flisa waste_timber
        scrap_timber demolition_timber demolition_wood reclaimed_timber clean_timber timber_waste timber brikettar
        briketter briquettes tømmer massevirke pulpwood energivirke heltrevirke rundvirke stubber stumps brushwood
        branches greiner greinar logging_residues forest_residues hogstrester hogstrestar cellulose kryssfiner
        kryssfinér plywood chipboard mdf trestøv tresliperistøv tremjøl tremel wood_flour sanding_dust wood_dust
        kabeltromler kabeltromlar cable_drums spiler lekter_av_tre trelast energiflis kappspon planerspon høvelspon
        packing_crates wooden_crates trekasser trekassar skurlast rivevirke impregnert_trevirke firewood wooden_pallets
        wood_pallets
    """,
    "bark": "bark bork furubark granbark",
    "sludge": """
        fettavskillerslam grease_trap_waste
        bioslam avløpsslam kloakkslam biosludge biological_sludge sewage_sludge organisk_slam bio-sludge
        slam_fra_renseanlegg slam_frå_renseanlegg slam_frå_reinseanlegg renseanleggslam råslam biologisk_slam fiberslam
        fibre_sludge fiber_sludge pulp_sludge papirslam paper_sludge gjærslam yeast_sludge bryggerislam brewery_sludge
        meierislam dairy_sludge slakterislam abattoir_sludge food_sludge fettslam grease_sludge fettavskiller septikslam
        septisk_slam septic_sludge municipal_sludge kommunalt_slam potetslam grønnsaksslam matslam organic_sludge
    """,
    "fish_sludge": """
        fiskeslam fish_sludge oppdrettsslam smoltslam slam_fra_oppdrett slam_frå_oppdrett slam_fra_smolt salmon_sludge
        trout_sludge smolt_sludge hatchery_sludge lakseslam lakseslammet ørretslam aureslam ras-slam settefiskslam
        fish_farm_sludge aquaculture_sludge fish-farm_sludge slam_fra_settefisk slam_frå_settefisk slam_frå_smolt
        merdslam slam_fra_lakseoppdrett slam_frå_lakseoppdrett sludge_from_the_fish_farm sludge_from_the_smolt_tanks
    """,
    "food_waste": """
        brød brødavfall gammelt_brød bread_waste deig eplepress epletrekk yoghurt iskrem juice sukkerlake
        matavfall food_waste matrester organisk_avfall organic_waste våtorganisk_avfall våtorganisk brødrester
        brødrestar bread old_bread dough potetskrell potetavrens potato_peelings apple_pomace pomace eplepulp
        surplus_milk matsvinn kitchen_waste canteen_waste bakery_waste stale_bread deigrester deigrestar bakeriavfall
        bakerirester potato_peel potato_peels potato_skins potato_waste potetavfall grønnsaksrester grønsaksrestar
        grønnsaksavfall grønsaksavfall vegetable_waste vegetable_trimmings fruktrester fruktrestar fruktavfall
        fruit_waste fruit_pulp eplerester eplerestar apple_pulp apple_waste berry_pomace bærrester restmelk melk milk
        out-of-date_food utgåtte_matvarer matvarer foodwaste kantineavfall gulrot gulrøtter carrots poteter potetar
        potatoes onions løkskall løkrester tomater tomatoes agurker cucumbers pizza_dough kjøttrester kjøttrestar
        sukkervann sukkervatn sugar_water melasse molasses stivelse starch peel peels skrell pomace presskake pressekake
        press_cake
    """,
    "fish_waste": """
        slakterester slakterestar innvoller innvollar guts fiskeben
        fiskeavfall avskjer fiskeavskjer slo innmat ensilasje fiskeslo fish_waste avskjær fiskeavskjær slakteavfall slog
        fish_offal silage fish_silage fish_trimmings trimmings fiskehoder slakteriavfall slaughter_waste
        slaughterhouse_waste abattoir_waste fish_guts fish_heads fish_bones fish_frames fiskebein fiskerygger
        fiskeryggar torskehoder torskehovud fiskehovud fiskerester fiskerestar fish_skins fiskeskinn lakseavskjær
        salmon_trimmings salmon_offal offal dødfisk dead_fish daufisk blodvann blodvatn bloodwater fiskemel fiskemjøl
        fish_meal fishmeal fiskeolje fish_oil slakteblod animal_by-products animaliebiprodukter
    """,
    "manure": """
        husdyrgjødsel møkk møk hestemøk kumøk manure blautgjødsel bløtgjødsel kumøkk sauemøk sauemøkk hestemøkk
        hestegjødsel hønsegjødsel hønsemøkk gylle pig_slurry cattle_slurry pig_manure chicken_manure poultry_litter
        poultry_manure horse_manure talle kyllinggjødsel fjørfegjødsel grisemøkk grisegjødsel storfegjødsel
    """,
    "straw": "halm straw rundballar rundballer hay høyballer høyballar bales_of_straw straw_bales",
    "whey": "myse whey mysa mysen mysepulver whey_powder",
    "spent_grain": """
        mask bryggerimask spent_grain spent_grains brewers_grain drav draff brewers'_grains brewer's_grain
        brewers_grains mesk berme bryggjerimask pot_ale stillage spent_hops grains_from_the_brewery wet_grains wet_grain
        brewery_grains våtmask
    """,
    "digestate": "biorest råtnerest digestate",
    "seaweed": "tang tare seaweed kelp alger algar algae mikroalger microalgae sukkertare tangmjøl tangmel",
    "fat": """
        frityrolje slaktefett tallow frityrfett matfett cooking_oil used_cooking_oil animal_fat dyrefett uco fryer_oil
        frying_oil fritting_oil slakteri_fett fish_fat
    """,
    "compost": "kompost compost",
    "biochar": "biokull biochar",
    "shells": """
        rekeskall blåskjellskall shells rekeskal skjell skjel mussel_shell oyster_shell mussel_shells mussels
        blåskjel blåskjell prawn_shells prawn_shell shrimp_shells crab_shell crab_shells krabbeskall krabbeskal
        eggeskall eggeskal eggshells egg_shells østersskall
    """,
    "grain": """
        grain_screenings oat_hulls hvetekli
        kornavrens grain_dust kornavfall kli bran oat_husks havreskall havreskal kornrester kornrestar avrens barley
        hvete wheat oats havre
    """,
    "feed": """
        fishfeed fôrspill oljekake soyamel dyrefôr fôrrester fiskefôr fish_feed animal_feed rapskake rapeseed_cake
        soyaskall laksefôr
    """,
    "": """
        mbm vinasse hides papirfiber
        biomasse biomass kaffegrut coffee_grounds organisk_gjødsel organic_fertiliser organic_fertilizer
        organisk_materiale biobrensel biorester gjær yeast spent_yeast beinmel benmel bone_meal feather_meal blodmel
        hageavfall planterester planterestar planteavfall plant_waste plant_residues tomatplanter tomatplantar
        tomato_plants tomato_vines green_waste grøntavfall grass_clippings grasklipp gressklipp garden_waste park_waste
        parkavfall lignin svartlut black_liquor tallolje tall_oil fjør feathers fjær bones slaktebein torv peat
        insektfrass frass insektmel insect_meal mageinnhold mageinnhald tarminnhold tarminnhald gut_contents
        cat_3_by-products category_3_by-products cat_3_material category_3_material kategori_3-materiale
        kategori_3-avfall vominnhold vominnhald stomach_contents rumen_contents kakaoskall cocoa_shells gelatin
        kollagen collagen mushroom_compost soppkompost fiberrester fibre_rejects fibre_waste pulp papirmasse
        sukkerrester biological_waste biologisk_avfall
    """,
}
ORGANIC_HINTS: Final = {
    "": """
        organisk organic gjødsel nitrogenrik blod blood bein mykje_organisk egg eggs ost cheese fløte cream gress grass
        gras sopp insekter larver
    """,
    "grain": "korn",
    "fat": "fett feitt",
    "manure": "slurry",
}
