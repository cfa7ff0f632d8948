"""List the words for land, capacity and people, in bokmål, nynorsk and English, by the type that they name."""

from __future__ import annotations

from typing import Final

RESOURCE_WORDS: Final = {
    "area": """
        parkeringsplass parkeringsplassen garasje garage factory_unit factory_floor desk_space hybel leilighet
        rock_cavern dyrkajord åkerland tomt tomter tomta industritomt næringstomt næringsareal industriareal
        areal plot industrial_land building bygning bygg hall produksjonshall industrihall lokale lokaler
        produksjonslokale produksjonslokaler kontorlokale kontorlokaler kontorplass kontor office_space offices
        næringsbygg industribygg floor_space uteareal land_area brownfield greenfield byggeklar_tomt industriområde
        plot_of_land premises zoned_land flat_land flat_ground parkeringsplasser parkeringsplassar oppstillingsplass
        oppstillingsplasser oppstillingsplassar oppstillingsplassen parking laydown_area trailer_yard shed brakkerigg
        brakkeriggen kontorbrakke kontorbrakker office_cabins site_cabins office_barracks planert_grunn hardstanding
        hard_standing asphalted_area asfaltert_plass asfaltert_område yard_space storage_yard container_yard gårdsplass
        gårdsrom gardsplass uteplass utelager opplagsplass opplagstomt roof_space roof_area takflate takflater takareal
        gulvplass gulvareal lagertomt riggområde riggplass industrial_unit tørrdokk dry_dock quay_area kaiareal
        dyrka_jord farmland bakareal bakkeareal gruslagt_plass grusplass sjøtomt waterfront_plot worker_housing
        arbeiderboliger arbeidarbustader hybler hyblar brakker brakkeplass overnatting accommodation industribygning
        driftsbygning veksthusareal drivhusareal greenhouse_space greenhouse_area glasshouse_space plass_ute
        utandørs_plass
    """,
    "capacity": """
        frysehus tankplass silokapasitet varmebehandlingsovn bulkbil containerplass konteinarplass autoklav autoclave
        slamsuger tørkeovn drying_oven drying_kiln kammertørke forbrenningskapasitet incineration_capacity
        landfill_capacity deponikapasitet mixing_capacity spray_dryer personlift inndamper laserskjæring laser_cutting
        plasma_cutting welding_capacity pallet_space røntgen rov dykkerbåt veiebru lager lagerplass lagerkapasitet
        lagerhall lagerareal lagring storage warehouse warehouse_space tørrlager kjølelager fryselager kaldtlager
        tanklager tankkapasitet tank_capacity kran mobilkran kranbil crane kai kaiplass kaikapasitet quay berth
        verksted verkstad workshop verkstedkapasitet verkstedtid lab laboratorium laboratory labkapasitet lab_time
        labtid laboratorietid laben laboratorietimer labtimer jernbaneterminal maskintid machining cnc sveisekapasitet
        gaffeltruck forklift jernbanespor jarnbanespor sidespor siding rail_siding returtransport returlast bilvekt
        weighbridge palleplass palleplasser pallplass pallplasser krantimer kranhjelp kranbistand kranleie crane_hours
        verkstedtimer kranløft maskinpark dypvannskai mellomlagring lagerlokale crane_capacity storage_space testrigg
        test_rig pilothall dreiing dreie dreiebenk fresing fresemaskin fresemaskina lathe milling_machine 5_axis_mill
        kaia kaien krana frakt fraktplass godsplass freight haulage tankbil tankbilen labben kaitid krantid dokktid
        gasskromatograf gas_chromatograph massespektrometer mass_spectrometer spektrometer spectrometer mikroskop
        microscope tanker_lorry sugebil sugebilen vakuumbil vacuum_truck lastebil lastebilen hjullaster hjullastar
        gravemaskin gravemaskina excavator cherry_picker telehandler reachstacker reachstackeren kompressor
        kompressoren compressor stillas stillaser stillas scaffolding termokamera thermal_camera gassmåler gassmålere
        gassmålar gas_detector vibrasjonsmåler vibrasjonsmålar vibration_analyser kjølekontainer kjølekonteinar
        kjølekonteinarar kjølecontainer kjølecontainere fryserom freezer_room lasterampe loading_ramp kaikant kaikanten
        kaihjørne kaiavsnitt pilotanlegg pilot_plant pilot_reactor betongpumpe concrete_pump brannbil teltlager
        simulator simulatoren container_space wheel_loader truck_med_fører xrf icp crusher knuseverk knuser knusar
        mobilknuser shredder kvern kverner baler ballepresse pakkelinje packing_line tappelinje bottling_line
        testfasilitet test_bench testbenk prøvestand furnace_time ovnstid ovnskapasitet lakkboks lakkhall paint_booth
        sandblåsing sandblåsehall blast_cabin blasting_cabin galvanisering galvanising ekstruder extruder 3d-printer
        3d_printer laserkutter laser_cutter kantpresse press_brake vannskjærer water_jet_cutter drone sweeper feiebil
        feiemaskin brøytebil snow_plough spylebil høytrykksspyler pressure_washer betongbil siloplass silo_space lekter
        lektar barge taubåt slepebåt tugboat arbeidsbåt workboat slipp slipway ladestasjon charging_point
        charging_points pallet_places pallet_spaces pallet_spots reolplass reolplasser reolplassar racking_space
        cold_store cold_storage drying_capacity tørkekapasitet tørkeanlegg kornkanal korntørke storage_tanks lagertank
        lagertanker lagertankar buffer_tank bufferlager bufferlagring lagertelt oven_capacity herdeovn
        heat_treatment_furnace skuremaskin måleinstrument måleinstrumenter traverskran sakselift scissor_lift
        teleskoptruck teleskoplaster strømaggregat straumaggregat semitrailer tralle maskinhenger lowloader low-loader
        flatbed tipper_truck tippbil kroklift krokbil container_lorry transport_capacity transportkapasitet loading_bay
        treatment_capacity rensekapasitet behandlingskapasitet mottakskapasitet kverning knusing machine_time
        welding_shop welding_bay sveiseplass sveiseverksted sveiseverkstad prosesslab lagerrom lagerrommet lagerromet
        lagerbygg lagerbygning storeroom store_room
    """,
    "people": """
        prosjektleder prosjektleiar project_manager drivers sheet_metal_worker sheet_metal_workers painters carpenter
        murer ildfastmurer ildfastmurere insulators security_guard kokk holiday_cover internship ufaglærte pakkere
        packers lagermedarbeidere lagermedarbeidarar warehouse_staff brannvakt brannvakter fire_watch planlegger
        inspektør surveyor vedlikeholdsteam maintenance_team robottekniker slaktere slaktarar butchers fish_filleters
        filetskjærere produksjonsmedarbeidere produksjonsmedarbeidarar shift_team it-konsulent førstehjelpskurs
        first_aid_course fallsikringskurs truckførerkurs fagfolk kranfører kranførar kranførere kranførarar
        crane_operator crane_operators operatør operatørar operatører operator operators prosessoperatør
        prosessoperatører lærling lærlinger lærlingar lærlingplass læreplass apprentice apprentices kursplass
        kursplasser kursplassar course_place course_places course_seat course_seats fagarbeider fagarbeidar
        fagarbeidere elektriker elektrikar elektrikere sveiser sveisar sveisere sveisarar rørlegger mekaniker mekanikar
        mekanikere ingeniør ingeniører ingeniørar mannskap crew shift_crew skiftlag skiftleder skiftleiar bemanning
        staffing vikar vikarer vikarar arbeidskraft personell welder welders electrician electricians engineer
        engineers truckfører truckførar truckførere sjåfør sjåfører sjåførar trainee trainees praksisplass
        praksisplasser sommervikar sommervikarer training_places training_seats seter sete seats kursseter
        nattskift_operatør læreplasser studentplass industrimekaniker industrimekanikar automatiker automatikar
        hms-kurs vedlikeholdsfolk skiftarbeidere kursplasser_i_varme_arbeider operativt_personell workers fitters
        technicians montører montørar montør lærlingplasser crane_driver crane_drivers riggers
        plasser_på_varme_arbeider plassar_på_varme_arbeid plasser_på_kurs plass_på_kurs plassar_på_kurs instrument_tech
        instrument_techs platearbeidar platearbeidarar platearbeider platearbeidere dykker dykkar divers røyrleggar
        røyrleggarar røyrleggjar røyrleggjarar industrivernleder industrivernleiar safety_advisor hms-leder hms-leiar
        forklift_driver forklift_drivers first_aiders truckkurs truckkurset kranførarkurs kranførerkurs adr-kurs
        adr-kurset sikkerhetskurs sikkerheitskurs sikkerhetskurset atex_course truckførarar førarar mechanics mechanic
        plumbers plumber laborant laborantar laboranter lab_technician lab_technicians chemist chemists kjemiker
        kjemikar temps students studenter studentar masterstudent interns praktikanter labourers labourer
        hjelpearbeider hjelpearbeidere hjelpearbeidarar håndverker håndverkere handverkarar tradesmen snekkere snikkar
        snikkarar tømrer tømrere carpenters joiners murere murarar bricklayers malere scaffolder scaffolders
        stillasbygger stillasbyggere stillasbyggjarar riggere riggarar isolatør isolatører isolatørar
        instrumenttekniker instrumentteknikere instrumentteknikar instrumentteknikarar instrument_technician
        instrument_technicians maintenance_fitter maintenance_fitters maintenance_crew vedlikeholdsmekanikere vektere
        vektarar security_guards renholder renholdere reinhaldarar cleaners cooks lorry_driver lorry_drivers
        truck_drivers truck_driver lastebilsjåfør lastebilsjåfører lastebilsjåførar hms-rådgiver hms-rådgjevar
        hse_adviser safety_adviser nurse firefighters røykdykkere røykdykkarar stevedores dockers lossemannskap
        losse_mannskap havnearbeidere hamnearbeidarar pickers ndt-inspektør ndt_inspector inspectors sveiseinspektør
        boiler_operator boiler_operators furnace_operators ovnsoperatører ovnsoperatørar kontrollromsoperatører
        kontrollromoperatørar shift_operators shift_leader shift_leaders shift_supervisor maskinister maskinistar
        maskinist maskinfører maskinførere maskinførarar excavator_driver excavator_drivers machinists machinist
        toolmakers industrimalere overflatebehandlere welder_fitters pipefitter pipefitters rørsveisere røyrsveisarar
        sommarvikar sommarvikarar sommarhjelp sommerhjelp summer_workers seasonal_workers sesongarbeidere
        sesongarbeidarar helgevakter nattevakter nattevakt teknikere teknikarar traineeplass kjelpasser kjelpassere
        kjelpassar kjelpassarar boiler_attendant boiler_attendants
    """,
}
RESOURCE_HINTS: Final = {
    "area": """
        grunn område uteområde tomteområde dekar hektar hectares areal acres decares daa land grunnen veksthus drivhus
        greenhouse glasshouse yard site field jorde åker hangar barn låve fjøs naust cabins portacabins rooms rom
        kjeller basement depot serverhall datahall server_hall server_room data_hall white_space meeting_room
        meeting_rooms møterom
    """,
    "capacity": """
                plass space lagre lagra lagres lagrast oppbevare oppbevart kapasitet sveising lakkering pakking tapping
        herding maskinering overflatebehandling
        kalibrering welding machining_work capacity tank tanker truck paller pallets lift liften lorry trailer
        tilhengar container containere konteiner konteinarar pumpe pump prøver samples silo siloer siloar generator
        aggregat skip skips transport tørke dryer båt boat rack racks analyser analysar robot sveiserobot bus buss
        kantine canteen
    """,
    "people": "folk people personer personar persons kurs course skift shift staff mann hands",
}
