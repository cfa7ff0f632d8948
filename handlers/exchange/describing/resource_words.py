"""List the words for land, capacity and people, in bokmål, nynorsk and English, by the type that they name."""

from __future__ import annotations

from typing import Final

RESOURCE_WORDS: Final = {
    "area": """
        tomt tomter tomta industritomt næringstomt næringsareal industriareal areal plot industrial_land building
        bygning bygg hall produksjonshall industrihall lokale lokaler produksjonslokale produksjonslokaler kontorlokale
        kontorlokaler kontorplass kontor office_space offices næringsbygg industribygg floor_space uteareal land_area
        brownfield greenfield byggeklar_tomt industriområde plot_of_land premises zoned_land flat_land flat_ground
        parkeringsplasser parkeringsplassar oppstillingsplass oppstillingsplasser oppstillingsplassar
        oppstillingsplassen parking laydown_area trailer_yard shed brakkerigg brakkeriggen kontorbrakke kontorbrakker
        office_cabins site_cabins office_barracks planert_grunn
    """,
    "capacity": """
        lager lagerplass lagerkapasitet lagerhall lagerareal lagring storage warehouse warehouse_space tørrlager
        kjølelager fryselager kaldtlager tanklager tankkapasitet tank_capacity kran mobilkran kranbil crane kai kaiplass
        kaikapasitet quay berth verksted verkstad workshop verkstedkapasitet verkstedtid lab laboratorium laboratory
        labkapasitet lab_time labtid laboratorietid laben laboratorietimer labtimer jernbaneterminal maskintid machining
        cnc sveisekapasitet gaffeltruck forklift jernbanespor jarnbanespor sidespor siding rail_siding returtransport
        returlast bilvekt weighbridge palleplass palleplasser pallplass pallplasser krantimer kranhjelp kranbistand
        kranleie crane_hours verkstedtimer kranløft maskinpark dypvannskai mellomlagring lagerlokale crane_capacity
        storage_space testrigg test_rig pilothall dreiing dreie dreiebenk fresing fresemaskin fresemaskina lathe
        milling_machine 5_axis_mill kaia kaien krana frakt fraktplass godsplass freight haulage tankbil tankbilen
        tanker_lorry sugebil sugebilen vakuumbil vacuum_truck lastebil lastebilen hjullaster hjullastar gravemaskin
        gravemaskina excavator cherry_picker telehandler reachstacker reachstackeren kompressor kompressoren compressor
        stillas stillaser stillas scaffolding termokamera thermal_camera gassmåler gassmålere gassmålar gas_detector
        vibrasjonsmåler vibrasjonsmålar vibration_analyser kjølekontainer kjølekonteinar kjølekonteinarar kjølecontainer
        kjølecontainere fryserom freezer_room lasterampe loading_ramp kaikant kaikanten kaihjørne kaiavsnitt pilotanlegg
        pilot_plant pilot_reactor betongpumpe concrete_pump brannbil teltlager simulator simulatoren container_space
        wheel_loader truck_med_fører xrf icp
    """,
    "people": """
        kranfører kranførar kranførere kranførarar crane_operator crane_operators operatør operatørar operatører
        operator operators prosessoperatør prosessoperatører lærling lærlinger lærlingar lærlingplass læreplass
        apprentice apprentices kursplass kursplasser kursplassar course_place course_places course_seat course_seats
        fagarbeider fagarbeidar fagarbeidere elektriker elektrikar elektrikere sveiser sveisar sveisere sveisarar
        rørlegger mekaniker mekanikar mekanikere ingeniør ingeniører ingeniørar mannskap crew shift_crew skiftlag
        skiftleder skiftleiar bemanning staffing vikar vikarer vikarar arbeidskraft personell welder welders electrician
        electricians engineer engineers truckfører truckførar truckførere sjåfør sjåfører sjåførar trainee trainees
        praksisplass praksisplasser sommervikar sommervikarer training_places training_seats seter sete seats kursseter
        nattskift_operatør læreplasser studentplass industrimekaniker industrimekanikar automatiker automatikar hms-kurs
        vedlikeholdsfolk skiftarbeidere kursplasser_i_varme_arbeider operativt_personell workers fitters technicians
        lærlingplasser crane_driver crane_drivers riggers plasser_på_varme_arbeider plassar_på_varme_arbeid
        plasser_på_kurs plass_på_kurs plassar_på_kurs instrument_tech instrument_techs platearbeidar platearbeidarar
        platearbeider platearbeidere dykker dykkar divers røyrleggar røyrleggarar røyrleggjar røyrleggjarar
        industrivernleder industrivernleiar safety_advisor hms-leder hms-leiar forklift_driver forklift_drivers
        first_aiders truckkurs truckkurset kranførarkurs kranførerkurs adr-kurs adr-kurset sikkerhetskurs
        sikkerheitskurs sikkerhetskurset atex_course
    """,
}
RESOURCE_HINTS: Final = {
    "area": "grunn område uteområde tomteområde dekar hektar hectares areal acres decares daa land grunnen",
    "capacity": """
        plass space lagre kapasitet capacity tank tanker truck paller pallets lift liften lorry trailer tilhengar
        container containere konteiner konteinarar pumpe pump prøver samples
    """,
    "people": "folk people kurs course skift shift staff mann hands",
}
