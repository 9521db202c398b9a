"""Acronyms that need no explanation, by who reads and where, and what some others stand for."""

from __future__ import annotations

from typing import Final

from otlint import lexicon

_EVERYONE: Final = frozenset(
    """
    AC AD ADHD AEDT AEST AI AIDS AKA AM APP APR ASAP AT&T ATM AUG AWST B&B BBC BBQ BC BFF BMI BMW
    BRB BST BTW CCTV CD CDT CEO CEST CET CIA CNN CO COVID CPR CST CT DC DEC DIY DJ DNA DOB DR DVD
    ECG EDT EKG ER EST ET ETA EU EUR FAQ FBI FC FEB FM FOMO FRI FYI GB GBP GIF GMT GPS HBO HD HDMI
    HIV HQ HR HTC HTML HTTP HTTPS IBM ICU ID IKEA IMO INC IQ ISBN IT IV JAN JPEG JPG JUL JUN KB
    KFC KG LED LEGO LG LGBT LGBTQ LLC LOL LP LTD MAR MB MC MDT MIT MON MP MR MRI MRS MST MTV NASA
    NATO NB NBA NFL NGO NHL NO NORAD NOV NYC NZST OCD OCT OK OMG OT PA PC PDF PDT PE PHD PIN PJ
    PLC PM PNG PO PR PS PST PTSD Q&A QR R&D README RIP RN RNA RSVP RV SARS SAT SEP SEPT SMS SOS
    SPF ST STEM SUN SUV TBA TBC TBD TED THU TLC TUE TV UFO UK UN UNESCO UNICEF UPS URL US USA USB
    USD UTC UTI UV VIP VR WC WED WHO WIFI XL XS XXL YMCA ZIP
    """.split()
)
_BY_LOCALE: Final = {
    "en-US": frozenset(
        """
        AARP ABC AOTA CBS CDC CFO DMV EMT EPA ESPN FAFSA FDA FEMA GED GPA HIPAA HMO IRS LA MLB
        NBC NBCOT NIH NPR NY PBS PTA SSN USDA USPS
        """.split()
    ),
    "en-GB": frozenset(
        """
        BSL DVLA DWP GCSE GP HCPC HMRC ITV MOD MOT NHS NI NICE OAP PAYE RAF RCOT RNIB RNLI RSPCA
        SEN UCAS UEFA VAT
        """.split()
    ),
    "en-AU": frozenset(
        "ABC ACT AFL AHPRA ANZ ATO AUD GP GST NDIS NSW NT NZ QLD SA SBS TAFE TAS VIC WA".split()
    ),
    "en-CA": frozenset(
        "AB BC CAD CAOT CBC GP GST HST MB NB NHL NL NS NT NU ON ONT PE QC RCMP SK TTC YT".split()
    ),
}

CREDENTIALS: Final = frozenset(
    """
    ATP BA BCBA BCP BCPR BED BHSC BOT BS BSC BSN CAPS CBIS CCC CDRS CHT CLT CNA COTA CSRS DO DPT
    EDD FAOTA FRCOT JD LCSW LMFT LPC LPN MA MBA MBE MD MED MOT MPH MS MSC MSOT MSW NP OBE OT OTA
    OTD OTR PGCE PHD PSYD PT PTA QTS RD RN SLP SLT
    """.split()
)
"""Degrees and titles that stand after a name, in capitals."""

EXPANSIONS: Final = {
    "AAC": "augmentative and alternative communication",
    "ABA": "applied behavior analysis",
    "ADL": "activities of daily living",
    "AFO": "ankle-foot orthosis",
    "APD": "auditory processing disorder",
    "ARFID": "avoidant/restrictive food intake disorder",
    "ASD": "autism spectrum disorder",
    "CAMHS": "child and adolescent mental health services",
    "CBT": "cognitive behavioral therapy",
    "CIMT": "constraint-induced movement therapy",
    "COPD": "chronic obstructive pulmonary disease",
    "COPM": "Canadian Occupational Performance Measure",
    "CP": "cerebral palsy",
    "CVA": "stroke",
    "DBT": "dialectical behavior therapy",
    "DCD": "developmental coordination disorder",
    "DFG": "Disabled Facilities Grant",
    "DME": "durable medical equipment",
    "EDS": "Ehlers-Danlos syndrome",
    "EHCP": "education, health and care plan",
    "FASD": "fetal alcohol spectrum disorder",
    "FND": "functional neurological disorder",
    "HEP": "home exercise program",
    "IADL": "instrumental activities of daily living",
    "IEP": "individualized education program",
    "LTC": "long-term care",
    "MDT": "multidisciplinary team",
    "MND": "motor neurone disease",
    "NICU": "neonatal intensive care unit",
    "OTA": "occupational therapy assistant",
    "PDA": "pathological demand avoidance",
    "POTS": "postural orthostatic tachycardia syndrome",
    "RSI": "repetitive strain injury",
    "SEND": "special educational needs and disabilities",
    "SENCO": "special educational needs coordinator",
    "SLP": "speech-language pathologist",
    "SLT": "speech and language therapist",
    "SNF": "skilled nursing facility",
    "SPD": "sensory processing disorder",
    "TBI": "traumatic brain injury",
    "TIA": "transient ischemic attack",
}
"""What acronyms of occupational therapy stand for; American spelling (see `expansion`)."""
_BRITISH: Final = {
    "behavior": "behaviour",
    "program": "programme",
    "fetal": "foetal",
    "ischemic": "ischaemic",
}


def is_known(acronym: str, locale: str, audience: str) -> bool:
    """Whether readers may be expected to know an acronym (in the singular).

    Clinicians know whatever otlint's own lexicon lists.
    """
    if acronym in _EVERYONE or acronym in _BY_LOCALE.get(locale, ()):
        return True
    return audience == "clinicians" and acronym in lexicon.shipped()


def expansion(acronym: str, locale: str) -> str | None:
    """What an acronym stands for, spelt as the locale spells it; None where otlint knows none."""
    found = EXPANSIONS.get(acronym)
    if found and locale in ("en-GB", "en-AU"):
        for american, british in _BRITISH.items():
            found = found.replace(american, british)
    return found
