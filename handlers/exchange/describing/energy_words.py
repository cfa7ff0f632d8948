"""List the words for energy, gases and water, in bokmål, nynorsk and English, by the type that they name.

An underscore stands for a blank. Letters are as in Norwegian; spellings without æ, ø and å are found as well.
"""

from __future__ import annotations

from typing import Final

#: words that say what somebody has or needs
ENERGY_WORDS: Final = {
    "heat": """
        avtrekksluft avtrekksvarme hot_brine hot_glycol varm_glykol hot_off-gas varm_avgass process_heating
        romoppvarming byggoppvarming condenser_heat varme heat spillvarme overskuddsvarme overskotsvarme restvarme
        avfallsvarme lavtempvarme lavtemperaturvarme lavtemperert_vann lavtemperert_vatn heitvatn heitt_vatn heit_luft
        lunkent_vann lunka_vatn fjernvarme nærvarme prosessvarme waste_heat surplus_heat excess_heat low-grade_heat
        district_heating varmtvann varmtvatn varmt_vann varmt_vatn hot_water warm_water hett_vann hetvann hetvatn
        varmeenergi termisk_energi thermal_energy heat_source heat_recovery varmegjenvinning romvarme røykgass
        røykgassar flue_gas flue_gases exhaust_heat exhaust_gas eksosvarme avgassvarme strålevarme varmluft varm_luft
        hot_air tempered_water temperert_vann temperert_vatn tappevann gulvvarme byggvarme hetolje hot_oil
        varmt_spillvann varmt_spillvatn varmt_kjølevann varmt_kjølevatn varmt_prosessvann varmt_prosessvatn
        varmt_avløpsvann fjernvarmevann fjernvarmevatn hot_process_water warm_process_water warm_cooling_water
        warm_effluent hot_effluent hot_condensate thermal_power thermal_oil termoolje hot_exhaust_air hot_exhaust
        warm_air warm_exhaust_air off-gas_heat offgas_heat furnace_heat flue_heat stack_heat gas_heat low-temp_heat
        low-temperature_heat reject_heat rejected_heat residual_heat tempered_heat soil_heating room_heating
        space_heating fjernvarmeleveranse
    """,
    "steam": """
        damp steam vanndamp vassdamp prosessdamp lavtrykksdamp lågtrykksdamp høytrykksdamp høgtrykksdamp mottrykksdamp
        mellomtrykksdamp mettet_damp metta_damp saturated_steam process_steam back-pressure_steam overhetet_damp
    """,
    "cooling": """
        kuldeenergi kjølevirkning cold_energy surplus_cold kjølemaskinkapasitet kjølekraft chilled_brine cold_brine
        kald_brine lng_cold lng-kulde kjøyling fjernkjøyling issørpe ice_slurry chilled_glycol kjøling kulde
        fjernkjøling fjernkjøl frikjøling cooling chilled_water isvann isvatn chill kjølekapasitet kjøleeffekt
        kjøleenergi kjøleytelse kjølebehov kjølelast prosesskjøling refrigeration district_cooling free_cooling
        cooling_capacity cooling_energy kaldt_vann kaldt_vatn cold_water nedkjøling ice_water kaldtvatn kaldtvann
        kuldeeffekt chilling air_conditioning aircondition cold_glycol kald_glykol iced_water
    """,
    "power": """
        effektreserve kraftuttak strømuttak straumuttak kraftavtale kraftkontrakt ppa power_purchase spare_grid
        grid_headroom grid_offtake import_capacity export_capacity frekvensreserve frequency_reserve balancing_capacity
        bess overskuddskraft overskotskraft surplus_power excess_power spare_power hydropower wind_power shiftable_load
        curtailable_load utkoblbar_kraft reactive_power ladeeffekt batterilager energilager elkraft elektrisk_kraft
        elektrisitet electricity electric_power nettkapasitet nettilknytning nettilknyting nettilgang nettplass
        grid_capacity grid_connection effektuttak straum strøm vannkraft vasskraft vindkraft solkraft solar_power
        solar_pv solar_panels solstrøm solceller fleksibilitet forbruksfleksibilitet flexibility demand_response
        reservekraft effektreduksjon utkoblbart_forbruk utkoplbart_forbruk elektrisk_effekt power_capacity lastflytting
        nett_kapasitet mw_nett mw_grid grid_contract strømkapasitet straumkapasitet effektkapasitet elkapasitet
        substation_capacity transformer_capacity trafokapasitet transformatorkapasitet batterikapasitet
        electrical_capacity electric_capacity electricity_capacity ladekapasitet tilknytningskapasitet
        tilknytingskapasitet trafoeffekt fleksibelt_forbruk load_shedding nettavtale nettavtalen battery_storage
        battery_capacity mains_power shore_power grid_power connection_capacity network_capacity supply_capacity
        nettkvote nettkap elkap nettuttak nettreservasjon grid_reservation nettkapasiteten tilknytningsavtale nødstrøm
        nødstraum backup_power standby_power flexible_load flexible_demand interruptible_load utkoblbar_last
        fleksibel_last flytbar_last
    """,
    "fuel_gas": """
        refinery_gas raffinerigass purge_gas purgegass boil-off_gas converter_gas smelter_gas town_gas
        stripper_gas waste_gas fyrgass cng co-rik_gass spillgass co-gass ovnsgass prosessgass brenngass brennbar_gass
        brennbare_gasser fakkelgass landfill_gas sewage_gas digester_gas kloakkgass tregass wood_gas producer_gas
        generatorgass biogass naturgass syngass syntesegass deponigass propan butan lng lpg lbg metan methane
        natural_gas biogas flare_gas flared_gas off-gas offgas avgass furnace_gas fuel_gas co_gas carbon_monoxide
        karbonmonoksid blast_furnace_gas masovnsgass koksgass coke_oven_gas restgass combustible_gas tail_gas syngas
        pyrolysegass methan
    """,
    "co2": """
        co2 karbondioksid karbondioksyd carbon_dioxide kullsyre biogen_co2 flytende_co2 liquid_co2 biogenic_co2 kolsyre
        tørris dry_ice co2-gass kullsyregass co₂ lco2
    """,
    "hydrogen": "hydrogen h2 hydrogengass vannstoff lh2 gh2",
    "oxygen": "oksygen o2 oxygen surstoff oksygengass lox lo2 gox",
    "gas": """
        inertgass inert_gas klor blåseluft process_air fyllgass forming_gas komprimert_luft krypton
        nitrogen n2 ln2 argon trykkluft compressed_air instrumentluft helium acetylen nitrogengass pressluft plant_air
        instrument_air klorgass chlorine svoveldioksid sulphur_dioxide so2 ammoniakkgass beskyttelsesgass dekkgass
        sveisegass shielding_gas welding_gas formiergass
    """,
    "water": """
        blowdown vassforsyning kjølevannsretur kjølevatnsretur
        vann vatn water kjølevann kjølevatn cooling_water prosessvann prosessvatn process_water råvann råvatn raw_water
        ferskvann ferskvatn freshwater fresh_water sjøvann sjøvatn saltvann seawater sea_water drikkevann drikkevatn
        drinking_water avløp avløpsvann avløpsvatn renset_avløp reinsa_avløp renset_avløpsvann wastewater waste_water
        treated_wastewater effluent kondensat condensate gråvann gråvatn overvann overvatn demivann demineralisert_vann
        demineralised_water deionisert_vann industrivann spylevann spylevatn returvann grunnvann grunnvatn groundwater
        brønnvann brakkvann permeat process-water vaskevann saltlake brine regnvann sjøvannsinntak slukkevann brannvann
        kjølesirkulasjon vannkvote vasskvote avløpsvattn reinsa_avløpsvattn leachate sigevann sigevatn drain_water
        drainage_water rinse_water wash_water grey_water gray_water rainwater mine_water river_water well_water
    """,
}
#: words that only hint at it
ENERGY_HINTS: Final = {
    "heat": "oppvarming heating varmes varming tørkevarme tørking drying",
    "cooling": "cold",
    "power": """
        effekt kraft power solar el tilknytning tilknyting nett nettet grid trafo trafoen transformer batteribank
        batteribanken nødstrømsaggregat nødstraumsaggregat nødaggregat substation transformator transformatoren
        trafostasjon trafostasjonen
    """,
    "fuel_gas": "gass gas brensel fuel brennstoff brennverdi",
    "water": "sewage",
}
#: what looks like a type and is none: plants, machines, and matters that are only talked of
NEUTRAL_WORDS: Final = """
    avkapp_av avkapp_fra avkapp_frå avkutt_av offcuts_of off-cuts_of
    fjernvarmenett fjernvarmenettet varmenett varmenettet nærvarmenett nærvarmenettet dampnett dampnettet gassnett
    gassnettet
    plasser plassar biogas_plant biogassanlegg steam_plant water_works waterworks wastewater_plant wastewater_works
    treatment_plant heat_network district_heating_company district_heating_plant kraftverk kraftvarmeverk
    varmekraftverk power_plant power_station heat_and_power heat_and_power_plant chp combined_heat_and_power
    power_plants kraftstasjon varmeveksler heat_exchanger varmepumpe heat_pump varmesentral dampkjele dampkjel
    steam_boiler steam_turbine gasskjel gas_boiler gassturbin gas_turbine hot_work hot_works varme_arbeider
    varme_arbeid co2-avgift co2-kvoter co2-kvote co2-utslipp co2-fangst co2-avtrykk lavere_co2 lågare_co2 lower_co2
    less_co2 co2-kompensasjon co2-reduksjon co2_emissions co2_tax co2_capture carbon_capture sidestrøm sidestraum
    materialstrøm energistrøm reststrøm avfallsstrøm strømpris strømpriser straumpris kraftpris kraftpriser
    power_price power_prices strømstøtte strømsparing arbeidskraft i_kraft arbeidsgass waste_heat_boiler varmtgang
    varmegang varmebehandling heat_treatment kaldtvann_pumpe vannrett gassflaske sommerjobb drivhusgass klimagass
    greenhouse_gas greenhouse_gases natural_gas_burner fyrt_med_gass med_gass fyrer_med instead_of_gas brenne_gass
    brenn_gass burning_gas burn_gas steam_cracker vannkvalitet vanndybde water_depth vannkraftverk vasskraftverk
    vindkraftverk vannbåren vassboren nettleie nettleige grid_tariff
"""
