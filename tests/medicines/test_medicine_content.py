"""What the shipped dictionary must say, list by list: a change of content that matters shows here.

The lists are those of the evidence base (section B, "Medicine lists") and of decisions 4 and 5.
"""

import pytest

from consult_app.domain.medicines import Effect, is_systemic

ANTICOAGULANTS = """warfarin acenocoumarol phenprocoumon apixaban rivaroxaban edoxaban dabigatran
    heparin enoxaparin dalteparin tinzaparin fondaparinux"""
ANTIPLATELETS = "aspirin clopidogrel prasugrel ticagrelor dipyridamole cilostazol"
IMMUNOSUPPRESSANTS = """methotrexate azathioprine mycophenolate ciclosporin tacrolimus sirolimus
    cyclophosphamide leflunomide tofacitinib baricitinib upadacitinib abrocitinib ritlecitinib
    adalimumab etanercept infliximab certolizumab golimumab secukinumab ixekizumab brodalumab
    bimekizumab guselkumab risankizumab tildrakizumab ustekinumab rituximab belimumab abatacept
    anifrolumab mepolizumab benralizumab reslizumab tezepelumab nemolizumab"""
PHOTOSENSITISERS = """doxycycline tetracycline lymecycline minocycline hydrochlorothiazide
    bendroflumethiazide chlortalidone indapamide furosemide amiodarone voriconazole ciprofloxacin
    levofloxacin moxifloxacin ofloxacin norfloxacin co-trimoxazole sulfadiazine sulfasalazine
    chlorpromazine prochlorperazine promethazine methotrexate vemurafenib psoralen naproxen
    isotretinoin acitretin alitretinoin bexarotene St-John's-wort candesartan/hydrochlorothiazide
    perindopril/indapamide tigecycline alimemazine"""
CLASS_ONE = "flecainide propafenone mexiletine disopyramide quinidine procainamide tocainide"
CLASS_THREE = "amiodarone dronedarone sotalol dofetilide ibutilide bretylium"
METHAEMOGLOBIN = """dapsone sulfamethoxazole co-trimoxazole sulfasalazine nitroglycerin
    isosorbide-mononitrate isosorbide-dinitrate nitroprusside nitrofurantoin primaquine chloroquine
    hydroxychloroquine quinine phenytoin phenobarbital benzocaine rasburicase metoclopramide
    poppers"""
LISTS = [
    *(
        (name, ("anticoagulant-vka", "anticoagulant-doac", "anticoagulant-heparin"))
        for name in ANTICOAGULANTS.split()
    ),
    *((name, ("antiplatelet",)) for name in ANTIPLATELETS.split()),
    *(
        (name, ("systemic-immunosuppressant", "jak-inhibitor", "biologic-immunosuppressive"))
        for name in IMMUNOSUPPRESSANTS.split()
    ),
    *((name, ("photosensitiser",)) for name in PHOTOSENSITISERS.split()),
    *((name, ("antiarrhythmic-class-1",)) for name in CLASS_ONE.split()),
    *((name, ("antiarrhythmic-class-3",)) for name in CLASS_THREE.split()),
    *((name, ("methaemoglobin-inducer",)) for name in METHAEMOGLOBIN.split()),
]


@pytest.mark.parametrize(("name", "classes"), LISTS)
def test_each_medicine_of_the_evidence_lists_has_its_class_by_a_systemic_route(
    shipped, name, classes
):
    recognised = shipped.recognise(name).medicines
    assert recognised, name
    systemic = [route for route in recognised[0].routes if is_systemic(route)]
    routes = systemic or list(recognised[0].routes)
    certain = frozenset().union(*(shipped.membership(name, route).certain for route in routes))
    assert certain & set(classes)


def test_the_dictionary_is_wide_enough(shipped):
    assert len(shipped.medicines) >= 1_200
    assert len(shipped.keys) > 7_000


def test_biologics_that_are_information_only_are_the_four_of_the_decisions(shipped):
    names = {m.name for m in shipped.medicines if "biologic-type2" in m.classes[m.routes[0]]}
    assert names == {"dupilumab", "tralokinumab", "lebrikizumab", "omalizumab"}
    assert shipped.classes["biologic-type2"].effect is Effect.INFORMATION


@pytest.mark.parametrize("name", ["tamoxifen", "anastrozole", "letrozole", "exemestane", "Zoladex"])
def test_endocrine_therapy_is_not_cancer_therapy(shipped, name):
    cancer = {"cytotoxic-chemotherapy", "targeted-cancer-therapy", "checkpoint-inhibitor"}
    assert not shipped.membership(name).possible & cancer
    assert shipped.classes["endocrine-cancer-hint"].rules == ()


@pytest.mark.parametrize("name", ["imatinib", "osimertinib", "nivolumab", "Keytruda", "ceritinib"])
def test_kinase_and_checkpoint_inhibitors_are_cancer_therapy(shipped, name):
    cancer = {"targeted-cancer-therapy", "checkpoint-inhibitor"}
    assert shipped.membership(name).certain & cancer


@pytest.mark.parametrize("name", ["hydrocortisone", "betamethasone", "triamcinolone"])
def test_a_steroid_is_systemic_only_by_a_systemic_route(shipped, name):
    assert "systemic-corticosteroid" in shipped.membership(name, "injection").certain
    assert "systemic-corticosteroid" not in shipped.membership(name, "topical").possible
    assert "systemic-corticosteroid" in shipped.membership(name, route_unknown=True).certain
    assert shipped.membership(name).missing == {"route"}


@pytest.mark.parametrize("name", ["budesonide", "fluticasone", "beclometasone", "Trelegy"])
def test_an_inhaled_steroid_is_not_systemic(shipped, name):
    assert "systemic-corticosteroid" not in shipped.membership(name, "inhaled").possible


def test_all_vitamin_k_antagonists_count_for_the_inr_rule(shipped):
    names = {m.name for m in shipped.medicines if "anticoagulant-vka" in m.classes[m.routes[0]]}
    assert names == {"warfarin", "acenocoumarol", "phenprocoumon", "fluindione", "phenindione"}


def test_every_box_with_aspirin_counts_as_an_antiplatelet(shipped):
    boxes = [m for m in shipped.medicines if "aspirin" in m.ingredients]
    assert len(boxes) >= 8
    for box in boxes:
        assert "antiplatelet" in box.classes[box.routes[0]], box.name


def test_every_combination_with_a_thiazide_is_photosensitising(shipped):
    for medicine in shipped.medicines:
        if {"hydrochlorothiazide", "indapamide", "chlortalidone"} & set(medicine.ingredients):
            assert "photosensitiser" in medicine.classes["oral"], medicine.name


def test_a_class_that_fires_alone_is_not_lost_in_a_combination(shipped):
    firing = {id_ for id_, entry in shipped.classes.items() if entry.effect is Effect.FIRE}
    lost = {
        (medicine.name, class_id)
        for medicine in shipped.medicines
        for name in medicine.ingredients
        if len(medicine.ingredients) > 1
        for route in medicine.routes
        for class_id in shipped.by_name[name].classes.get(route, frozenset())
        if class_id in firing and class_id not in medicine.classes[route]
    }
    assert lost == set()


def test_medicines_without_a_rule_are_known_all_the_same(shipped):
    for name in (
        "amlodipine",
        "Nexium",
        "Lipitor",
        "Zyrtec",
        "latanoprost",
        "Gardasil",
        "macrogol",
    ):
        membership = shipped.membership(name)
        assert membership.settled, name
        assert not any(shipped.classes[c].effect is Effect.FIRE for c in membership.certain), name


def test_names_that_change_with_the_country_are_never_settled_by_the_name_alone(shipped):
    for term in ("Cartia", "Anbesol", "Urex", "Flomax", "Sominex"):
        assert not shipped.membership(term).settled, term


def test_every_class_is_used_and_says_what_it_means(shipped):
    used = {c for m in shipped.medicines for ids in m.classes.values() for c in ids}
    assert set(shipped.classes) - used == set()
    assert all(entry.sources for entry in shipped.classes.values())


def test_no_text_tells_anybody_to_stop_a_medicine(shipped):
    texts = [entry.meaning for entry in shipped.classes.values()]
    texts += [m.note for m in shipped.medicines] + [term.note for term in shipped.ambiguous]
    assert not [t for t in texts if t.casefold().startswith("stop") or "must stop" in t.casefold()]
