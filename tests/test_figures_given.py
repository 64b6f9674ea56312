# ruff: noqa: E501  (a sentence with what is expected of it stays on one line)
"""Who gives a figure where nobody says it: verbs of keeping count, sources set in, and the author of a whole text."""

from __future__ import annotations

import pytest

from test_attribution import chain_of

# text, the words asked about, the chain from the outermost to the ultimate speaker
FIGURES: list[tuple[str, str, list[str]]] = [
    ("Colombo's defence ministry recounts the loss of 14 boats since the spring.", "14", ["lk-mod"]),
    ("The union of nurses holds that 410 of its patients died under the shelling.", "410", ["<union of nurses>"]),
    ("The Iraqi military acknowledges eleven vehicles as lost near Kirkuk.", "eleven", ["iq-military"]),
    ("The Kremlin owns to 44 dead in the raid.", "44", ["ru-kremlin"]),
    ("The Pentagon owned up to seven wounded a week later.", "seven", ["us-dod"]),
    ("The Turkish army, for its part, acknowledged nine dead.", "nine", ["tr-military"]),
    (
        "Hezbollah for its part showed reporters six captured rifles and the bodies of four soldiers.",
        "four",
        ["hezbollah"],
    ),
    ("M23 paraded 70 captured Burundian soldiers on Monday.", "70", ["m23"]),
    ("The Taliban presented 12 captured Afghan officers to the cameras.", "12", ["taliban"]),
    ("The Tigers have so far named 29 dead.", "29", ["lk-ltte"]),
    ("Georgia's health ministry raised its toll of the fighting to 190 dead.", "190", ["ge-health"]),
    ("Peru's government reduced the losses to 17 dead.", "17", ["pe-government"]),
    ("A leaked memo put Ethiopian losses at 52,000 killed and wounded.", "52,000", ["<leaked memo>"]),
    ("An internal NATO paper arrives at 31,000 Russians killed.", "31,000", ["nato"]),
    ("The ministry in Baku needed three weeks to arrive at 2,783 dead.", "2,783", ["az-mod"]),
    ("The Kremlin sticks to 256 dead.", "256", ["ru-kremlin"]),
    ("The Kremlin began with none dead.", "none", ["ru-kremlin"]),
    ("Airwars counts 84 civilians killed in Raqqa in June.", "84", ["airwars"]),
    ("The UN mission in Mali attributes 510 killings to the army and its allies.", "510", ["un-minusma"]),
    ("The governor's office speaks of six soldiers killed.", "six", ["governor"]),
    ("The rebels' spokesman spoke instead of 18 dead.", "18", ["<rebels' spokesman>"]),
    ("Baghdad has handed the delegates a list of 4,100 of its soldiers who are missing.", "4,100", ["iq-government"]),
    ("Al-Shabaab offers a number: 41 dead.", "41", ["al-shabaab"]),
    ("The government in Khartoum insisted on zero civilian casualties.", "zero", ["sd-government"]),
    ("The Prosecutor General's Office in Kyiv has registered 1,400 children wounded.", "1,400", ["ua-prosecutor"]),
    ("The Observatory records 19 dead in Idlib.", "19", ["sohr"]),
    ("Baghdad radio had 900 Iranian dead on that road.", "900", ["<Baghdad radio>"]),
    ("The BBC has 24 soldiers killed in the ambush.", "24", ["bbc"]),
    ("In its monthly note Airwars adds 211 civilian deaths.", "211", ["airwars"]),
    ("The task force estimates that at least 640 civilians were killed.", "at least 640", ["<task force>"]),
    ("An independent monitoring group puts the figure at over 9,000 dead.", "over 9,000", ["monitor"]),
    ("The War Office's last word on the battle is 1,900 men killed.", "1,900", ["<War Office>"]),
    (
        "Since May, says the Union of Committees of Reservists' Wives, more than 700 men have died.",
        "more than 700",
        ["<Union of Committees of Reservists' Wives>"],
    ),
    (
        "Forty people died in the cellar and 26 were hurt, so the Committee of Inquiry.",
        "26",
        ["<Committee of Inquiry>"],
    ),
    ("At Merowe, so a statement of the Rapid Support Forces, eight jets were burnt.", "eight", ["sd-rsf"]),
    ("Six Serbian soldiers were taken, as Zagreb asserts, and two were wounded.", "two", ["hr-government"]),
    ("The troops suffered 30 dead, it was made known by the Ministry of Defence in Luanda.", "30", ["ao-mod"]),
    (
        "Since May the contingent has lost 310 men, it was announced at a press conference in Moscow by the General Staff.",
        "310",
        ["ru-general-staff"],
    ),
    ("Seven gunboats were sunk, it was communicated by the Admiralty.", "Seven", ["<Admiralty>"]),
    ("According to Corvane, the village counted 40 dead.", "40", ["<Corvane>"]),
    ("Forty policemen were killed by the count of the Indian army.", "Forty", ["in-military"]),
    ("By the reckoning of Iraq Body Count, 3,100 civilians died in that month.", "3,100", ["iraq-body-count"]),
    (
        "The year ended with 880 killed, by the tally of Amnesty International: 510 civilians, 190 soldiers and 180 rebels.",
        "190",
        ["amnesty"],
    ),
    ("The battalion lost 80 men, to go by what the surgeons tell.", "80", ["medic"]),
    ("To go by the medics, 52 people died.", "52", ["medic"]),
    ("Two tanks were burnt, in Hezbollah's telling, and nine soldiers killed.", "Two", ["hezbollah"]),
    ("On the first day his gunners burned five trucks, by his own telling, the colonel said.", "five", ["commander"]),
    ("Moscow's figure for captured tanks is 65.", "65", ["ru-government"]),
    ("The US figure for captured trucks is 300.", "300", ["us-government"]),
    (
        "Statement of Boko Haram on the raid at Bama\n\nOn Monday the fighters stormed the barracks. By the grace of God 22 soldiers were slain.",
        "22",
        ["boko-haram"],
    ),
    (
        "Bulletin of the General Staff of the Azerbaijani Armed Forces, 3 October\n\nNear Fuzuli 14 enemy tanks were destroyed.",
        "14",
        ["az-general-staff"],
    ),
    (
        "THE PRIME MINISTER: In May 40 of our men laid down their lives.\n\nA MEMBER: And the wounded?\n\nTHE PRIME MINISTER: There were 93 wounded.",
        "93",
        ["<PRIME MINISTER>"],
    ),
    ("Who lost what. A note\n\nIsrael. The army lost 117 soldiers, it says.", "117", ["il-idf"]),
    (
        "Nonsense, say the generals in Islamabad: four jets were shot down and three airmen killed.",
        "three",
        ["commander"],
    ),
    ("The truth, from the Turkish army: two of its own killed on Monday and 90 rebels dead.", "90", ["tr-military"]),
    ("Damascus radio had it otherwise: twelve Syrian aircraft had been lost.", "twelve", ["<Damascus radio>"]),
    ("The spokesman of Hamas, reached by telephone:\n\n“We buried six of our own.”", "six", ["hamas"]),
    ("The mayor of Izium shook his head at the number. “We buried 440 people in that wood.”", "440", ["mayor"]),
    ("Iran's army claimed 30 tanks. In Basra, it maintains, 200 prisoners were taken.", "200", ["ir-military"]),
    (
        "The governor, Petro Lys, wrote that 11 people had been killed; by noon he had 14 dead and 40 injured.",
        "14",
        ["governor"],
    ),
    (
        "The governor, Petro Lys, wrote that 11 people had been killed; by noon he had 14 dead and 40 injured.",
        "40",
        ["governor"],
    ),
    (
        "Three hundred Russians lay dead, the commander said by telephone, 12 vehicles were burnt out and his side had lost only 15 men.",
        "only 15",
        ["commander"],
    ),
    (
        "In Goma, the UN mission said, 40 died. The mission attributes 31 of the killings to the rebels.",
        "31",
        ["un-monusco"],
    ),
    ("A man from the Ministry of Defence in Kyiv said 40 were killed.", "40", ["ua-mod"]),
    ("Belgrade radio said nine people had been killed.", "nine", ["<Belgrade radio>"]),
    ("A deacon in Adigrat said he had buried 17 people.", "17", ["<deacon in Adigrat>"]),
    ("One resident, a baker, saw two men shot by the bridge.", "two", ["resident"]),
    (
        "It also gave, for the first time, the price: 9 officers and 40 other ranks killed, Delhi said.",
        "40",
        ["in-government"],
    ),
]

# Numbers of which nobody is told to say anything.
NOBODYS: list[tuple[str, str]] = [
    ("The army lost 40 men near Kharkiv.", "40"),
    ("The ministry had 300 clerks killed in the bombing of its own building.", "300"),
    ("Hezbollah has 20,000 fighters in the south.", "20,000"),
    ("The rebels took 40 prisoners at the bridge.", "40"),
    ("The Taliban killed 12 officers in Ghazni.", "12"),
    ("The division began with 9,000 men in May.", "9,000"),
    ("The town buried 14 of its people on Sunday.", "14"),
    ("The captain lost 30 men that night.", "30"),
    ("The police arrested 70 people in Manama.", "70"),
    ("Israeli jets struck the camp and 31 people were killed.", "31"),
    ("The rebels held 55 soldiers in a school.", "55"),
    ("The brigade counted on 400 new recruits, and 30 deserted.", "30"),
    ("The army reduced the garrison to 900 men after 200 were killed.", "200"),
    ("Rebel fire wounded three soldiers, so the column turned back.", "three"),
    ("The hospital was hit and 12 patients were killed.", "12"),
    ("The shelling stopped in May, when 200 were dead.", "200"),
    ("The village was emptied, and 40 were killed by the count's men.", "40"),
    ("The commander gave the order to fire and 19 people died.", "19"),
    ("The convoy carried 40 wounded soldiers.", "40"),
    ("Hamas released 13 hostages on Friday.", "13"),
    ("Egypt kept 3,000 troops in Sinai.", "3,000"),
    ("The Kremlin put 190,000 troops on the border.", "190,000"),
    ("The navy had two frigates sunk in the strait.", "two"),
    ("The column arrived at the bridge, where 12 tanks burned.", "12"),
    ("The mayor laughed and left. Two days later 30 people were dead.", "30"),
]

# text, then words with the last link of their chain; None where the heading names nobody
TEXTS: list[tuple[str, list[tuple[str, str | None]]]] = [
    (
        "Pentagon Press Briefing, March 4, 1991\n\nLt. Gen. Martin Kell: Good afternoon. Since Sunday our forces have destroyed 48 tanks. We lost four men.\n\nQ: And the Iraqis?\n\nA: We believe 600 were captured.",
        [("48", "us-dod"), ("four", "us-dod"), ("600", "us-dod")],
    ),
    (
        "Briefing by Colonel Amos Tal, spokesman of the Israel Defense Forces\n\nGood evening. In Gaza we killed 14 gunmen today. Two of our soldiers were killed in Jabalia.",
        [("14", "il-idf"), ("Two", "il-idf")],
    ),
    (
        "NATO morning briefing, Brussels, 12 May 1999\n\nGood morning, ladies and gentlemen. Last night allied aircraft destroyed seven tanks and 12 artillery pieces. No aircraft was lost.\n\nThe Yugoslav army has by our estimate lost 180 vehicles.",
        [("seven", "nato"), ("180", "nato")],
    ),
    (
        "Daily press briefing by the Office of the Spokesperson for the Secretary-General\n\nGood afternoon. In Sudan, at least 57 people were killed in a market. Our colleagues of OCHA tell us that 3,000 people fled the town.",
        [("57", "un"), ("3,000", "un-ocha")],
    ),
    (
        "From the midday briefing of the United Nations\n\nIn Haiti 184 people were killed over the weekend.",
        [("184", "un")],
    ),
    (
        "Evening briefing of the General Staff of the Armed Forces of Ukraine\n\nThe eleventh day of the invasion goes on. The enemy lost 285 tanks. Our airmen shot down three helicopters.",
        [("285", "ua-general-staff"), ("three", "ua-general-staff")],
    ),
    (
        "ISAF press conference, Kabul\n\nBrigadier Ian Marsh, ISAF spokesman:\n\nGood morning. In Helmand Afghan forces killed 31 insurgents. One coalition soldier died of his wounds.",
        [("31", "isaf"), ("One", "isaf")],
    ),
    (
        "Good evening from the Ministry of Defence in Baku. Since noon our troops have destroyed 12 Armenian tanks. Four of our soldiers fell.",
        [("12", "az-mod"), ("Four", "az-mod")],
    ),
    (
        "MINISTRY OF DEFENCE OF THE REPUBLIC OF ARMENIA\nPress briefing\nShushan Stepanyan, press secretary\n\nDuring the night five drones were shot down. The adversary left 60 dead on the slope.",
        [("five", "am-mod"), ("60", "am-mod")],
    ),
    (
        "TRANSCRIPT. Background briefing by a senior US defense official\n\nSENIOR DEFENSE OFFICIAL: We assess that the Russians have lost 2,000 vehicles. I'd put their dead at 15,000.\n\nQ: In how long?",
        [("2,000", "us-officials"), ("15,000", "us-officials")],
    ),
    (
        "The military spokesman in Colombo briefed reporters on Friday. Troops had killed 38 Tigers. Nine soldiers had died.",
        [("38", "lk-military"), ("Nine", "lk-military")],
    ),
    (
        "US Central Command, daily brief. CENTCOM forces destroyed two missiles. There were no casualties among coalition ships. In addition, four drones were shot down over the Red Sea.",
        [("two", "us-centcom"), ("four", "us-centcom")],
    ),
    (
        "Summary of the briefing given by the Turkish defence ministry on 3 February:\n\n1. 34 terrorists were neutralised in the past week.\n2. One soldier was martyred.",
        [("34", "tr-mod"), ("One", "tr-mod")],
    ),
    (
        "From the bulletin of the Iranian High Command, broadcast at noon:\n\nOur pilots shot down two Mirages. 1,400 of the enemy were killed east of Basra.",
        [("two", "ir-military"), ("1,400", "ir-military")],
    ),
    (
        "Telegram channel of the Main Directorate of Intelligence, 5 May\n\nIn Crimea two boats were sunk overnight. Fourteen sailors died.",
        [("two", "ua-gur"), ("Fourteen", "ua-gur")],
    ),
    (
        "Hezbollah Military Media\n\nIn the name of God. At 06:15 our fighters struck a Merkava. Its four crew were killed.",
        [("four", "hezbollah")],
    ),
    (
        "The following is the text of a statement issued by the Palestinian Ministry of Health in Gaza:\n\nIn the past 24 hours 71 martyrs and 112 wounded reached the hospitals. The toll has risen to 31,112 since October 7.",
        [("71", "ps-health"), ("31,112", "ps-health")],
    ),
    (
        "Statement\n\nThe General Command of the Syrian Democratic Forces announces to public opinion: nineteen mercenaries were killed near Tishrin. Three of our fighters fell.",
        [("nineteen", "sdf"), ("Three", "sdf")],
    ),
    (
        "Situation report of the Ogaden Relief Consortium, 4 May. In Degehabur 40 people were killed. Another 90 were hurt near the well.",
        [("40", "<Ogaden Relief Consortium>"), ("90", "<Ogaden Relief Consortium>")],
    ),
    (
        "Daily update, Joint Task Force Lagoon, 12 March. Since dawn 14 insurgents have been killed. Two boats were sunk.",
        [("14", "<Joint Task Force Lagoon>"), ("Two", "<Joint Task Force Lagoon>")],
    ),
    (
        "Weekly summary by Karen Peace Watch. Between Monday and Sunday 31 villagers were killed in Hpapun. Nine were children.",
        [("31", "<Karen Peace Watch>"), ("Nine", "<Karen Peace Watch>")],
    ),
    (
        "Evening briefing of the Third Corps, Basra. Our guns destroyed 22 tanks. We had 41 killed.",
        [("22", "<Third Corps>"), ("41", "<Third Corps>")],
    ),
    (
        "Noon report, Halo River Mission, Juba. Eleven peacekeepers have been wounded since Friday. Four lorries were burnt.",
        [("Eleven", "<Halo River Mission>"), ("Four", "<Halo River Mission>")],
    ),
    (
        "Communication No. 8 of the Revolutionary Front of the South. Our fighters ambushed a convoy. Twelve soldiers were killed and three lorries burnt.",
        [("Twelve", "<Revolutionary Front of the South>"), ("three", "<Revolutionary Front of the South>")],
    ),
    (
        "Army Group Centre, evening report. Forty tanks were destroyed at Rzhev. Own losses: 600 dead.",
        [("Forty", "<Army Group Centre>"), ("600", "<Army Group Centre>")],
    ),
    (
        "Update from Save the Delta, Port Harcourt, 6 June. Nine fishermen were killed by soldiers. Thirty boats were burnt.",
        [("Nine", "<Save the Delta>"), ("Thirty", "<Save the Delta>")],
    ),
    (
        "Flash from the office of the governor of Sumy. A missile hit a bus. Eleven people died.",
        [("Eleven", "governor")],
    ),
    (
        "Press office, Eastern Command, 3 July. Within 24 hours the enemy lost 140 men. Six guns were destroyed.",
        [("140", "<Eastern Command>"), ("Six", "<Eastern Command>")],
    ),
    ("Evening note from Aleppo. The shelling went on. Eleven people died.", [("Eleven", None)]),
    ("Day four. Rain. The bridge at Okna is gone and 12 men drowned.", [("12", None)]),
    ("News in brief from Kabul. A bomb killed nine people. Two rockets fell on the airport.", [("nine", None)]),
    ("A report from the Donbas, by Anna Riis. Nine men died on the first day.", [("Nine", None)]),
    (
        "Northern Relief Desk evening report. In Bria nine people were killed. Two lorries were burnt.",
        [("nine", "<Northern Relief Desk>"), ("Two", "<Northern Relief Desk>")],
    ),
    (
        "Lantern Watch weekly summary, 4 to 10 May. Nine people were killed in Jos. Forty are missing.",
        [("Nine", "<Lantern Watch>"), ("Forty", "<Lantern Watch>")],
    ),
    (
        "Harbour Force situation update No. 12. Two boats were sunk. Eleven sailors died.",
        [("Two", "<Harbour Force>"), ("Eleven", "<Harbour Force>")],
    ),
    ("Sitrep, Task Force Ember. Eleven insurgents were killed overnight.", [("Eleven", "<Task Force Ember>")]),
    ("Black Tuesday for the army. Nine men died at Pul.", [("Nine", None)]),
    ("Fallujah Diary. Nine men died on the bridge.", [("Nine", None)]),
    ("Bad news from the front. Nine men died.", [("Nine", None)]),
    ("Mosul, a year on. The army lost 40 men there.", [("40", None)]),
    ("Hill 201 again. Nine men died.", [("Nine", None)]),
    ("The Siege of Sarna, day nine. Forty people were killed.", [("Forty", None)]),
]


@pytest.mark.parametrize(("text", "words", "chain"), FIGURES)
def test_who_gives_a_figure(text: str, words: str, chain: list[str]) -> None:
    assert chain_of(text, words) == chain


@pytest.mark.parametrize(("text", "words"), NOBODYS)
def test_what_nobody_says_has_no_source(text: str, words: str) -> None:
    assert chain_of(text, words) == []


@pytest.mark.parametrize(("text", "told"), TEXTS)
def test_a_heading_names_the_author_of_what_follows(text: str, told: list[tuple[str, str | None]]) -> None:
    chains = [chain_of(text, words) for words, _ in told]
    assert [chain[-1] if chain else None for chain in chains] == [author for _, author in told]
