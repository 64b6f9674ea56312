# ruff: noqa: E501  (a sentence with what is expected of it stays on one line)
"""Who says it and how sure, on sentences written for the purpose: several wars, both sides of each."""

from __future__ import annotations

import pytest

from counterclaim.attribution import Attribution, find_attribution, find_attributions
from counterclaim.language import Reading, load_language
from counterclaim.sources import load_register


def attribution_of(text: str, words: str) -> Attribution:
    """The attribution of the first place where ``words`` stand in ``text``."""
    reading = Reading(text, load_language("en"))
    start = text.index(words)
    index = max(i for i, (begin, _, _) in enumerate(reading.bounds) if begin <= start)
    return find_attribution(reading, index, start, start + len(words))


def chain_of(text: str, words: str) -> list[str]:
    """The chain as ids, or the name in angle brackets where there is none."""
    return [link.id or f"<{link.name}>" for link in attribution_of(text, words).links]


# text, the words asked about, the chain from the outermost to the ultimate speaker
CHAINS: list[tuple[str, str, list[str]]] = [
    # a number put by somebody at its height; a capital where it is said; whose staff it is
    ("The losses were put by Chile's navy at 31 men.", "31", ["cl-navy"]),
    ("The toll was given by the defence ministry in Baku as 31 dead.", "31", ["az-mod"]),
    ("It was announced in Moscow that 31 aircraft had been lost.", "31", ["ru-government"]),
    ("In Cairo it was stated that 31 soldiers had been killed.", "31", ["eg-government"]),
    ("Zelensky spoke to the nation. His General Staff reported 31 tanks lost.", "31", ["ua-general-staff"]),
    ("Putin was in Sochi. His Defence Ministry reported 31 tanks lost.", "31", ["ru-mod"]),
    ("Ukraine's president spoke. The General Staff reported 31 tanks lost.", "31", ["ua-general-staff"]),
    ("Putin was in Sochi. His staff reported 31 tanks lost.", "31", ["ru-president"]),
    ("The General Staff said that Russia had lost 31 tanks.", "31", ["<General Staff>"]),
    # who is put right; a time between a verb and its number; names, which only a list has; a count set in between
    ("Later the navy of Chile corrected the minister: 31 sailors had been killed.", "31", ["cl-navy"]),
    ("A tally of Oryx, kept from films of the field, stopped on 11 May at 31 tanks lost.", "31", ["oryx"]),
    ("Local monitors have 310 names of the dead.", "310", ["monitor"]),
    ("The rebels spoke of a raid. Thirty-one tanks, by their account, were burnt.", "Thirty-one", ["militant"]),
    # who speaks behind a quotation when asked; gives out; a text set in before the verb without a second mark
    ('"Not 31, not even 30 died," a resident replied when we rang him.', "31", ["resident"]),
    ("A resident, for his part, gave out that 31 tanks had burnt.", "31", ["resident"]),
    ("Norland's navy, Juan Reda, in his latest message wrote that 31 sailors had died.", "31", ["<Norland's navy>"]),
    # what is said in a clause that waits for its main one ends there; whose forces kill are not who count the dead
    ("While the envoy said that a truce was near, 31 people were killed in the port.", "31", []),
    ("While the envoy said that 31 people were killed in the port, the truce held.", "31", ["official"]),
    ("After a day, the navy of Chile said that 31 men had died, 4 were missing.", "4", ["cl-navy"]),
    ("Israeli jets hit a school. The health ministry said 31 people were killed.", "31", ["<health ministry>"]),
    ("Peru's hospitals are full. The health ministry said 31 people were killed.", "31", ["pe-health"]),
    # a quotation makes a speaker of anybody; who tends; a further count; who is quoted in a clause of their own
    ('"I saw 31 of them killed," said a lumberjack of the valley.', "31", ["<lumberjack of the valley>"]),
    ("By noon Gaza's civil defence had lifted 31 bodies from the yard.", "31", ["ps-civil-defence"]),
    ("A Pentagon spokesman speaks of 9 bodies, and an estimated 31 more wounded.", "31", ["us-dod"]),
    ("Lima admits to 31 dead; a deputy, quoting a nurse, says 90 died.", "31", ["pe-government"]),
    ("Lima admits to 31 dead; a deputy, quoting a nurse, says 90 died.", "90", ["lawmaker", "medic"]),
    ("The navy of Chile, which back then announced that 31 men had died, is silent.", "31", ["cl-navy"]),
    ("A Western military attaché in Lima guessed at 31 dead.", "31", ["<Western military attaché in Lima>"]),
    ("The RSF took the town. The paramilitaries say 31 of their men died.", "31", ["sd-rsf"]),
    # whom "the group" means; an agency by name is none that is unnamed; suspected is what they are
    ("JNIM fighters took the town. By the group's own account 31 soldiers died.", "31", ["jnim"]),
    ("The news agency Karsan Wire spoke of 31 dead.", "31", ["<news agency Karsan Wire>"]),
    ("Soldiers shot six suspected rebels and lost 31 of their own, Chile's army said.", "31", ["cl-military"]),
    ('His commanding officer sobbed: "We have lost 31 men."', "31", ["commander"]),
    # what others had lost is told by who spoke before, what a body itself lost by itself
    ("Chile's navy said that 9 men had died. The Karsan Front had lost 31 men, it said.", "31", ["cl-navy"]),
    ("Chile's navy is silent. Hamas had lost 31 men, it said.", "31", ["hamas"]),
    # its own people; a name and a question mark; one of many; the spokesman of the movement; a place over an entry
    ("Nine died, the Red Cross said. Its volunteers had buried 31 bodies by noon.", "31", ["icrc"]),
    ('The army denied it. Al-Shabaab? "More than 31 dead," with names.', "31", ["al-shabaab"]),
    ("The army withdrew, one of their officers said. He claimed 31 tanks burnt.", "31", ["commander"]),
    ("The Houthis took a town. The movement's spokesman said 31 men had died.", "31", ["houthis"]),
    ("13.30 From Sirte: Hamas holds the town. It says it lost 31 men.", "31", ["hamas"]),
    (
        "They have paid with 9 dead, General Juan Reda told reporters at the camp, and have killed 31 rebels.",
        "31",
        ["commander"],
    ),
    # the same rank is no part of an office; the spokesman told of before; who begins a sentence that goes on
    ("NATO's secretary general said 9 men died. The general said 31 men had died.", "31", ["commander"]),
    (
        "Israel's army's spokesman came out. \"A hard night,\" he said. Then: \"31 men died,\" the spokesman said.",
        "31",
        ["il-idf"],
    ),
    ("The colonel fell. An old surgeon in the town is calmer: he has found 31 bodies.", "31", ["medic"]),
    ("Kyiv blamed the rebels. They blamed Kyiv, and added that 31 people had died.", "31", ["militant"]),
    ("The navy took the fort. \"We came with nine and 31 died,\" said its commander.", "31", ["commander"]),
    # an hour and the label of a turn before who speaks; there, where another spoke
    ("Log\n\n16:12 Amaq, which speaks for the group, claims 31 soldiers killed.", "31", ["amaq"]),
    ("Q. The mayor says that 31 people died.", "31", ["mayor"]),
    ("Nonsense, says Lima. A government spokesman there told us that 31 people had died.", "31", ["pe-government"]),
    ("Yerevan tells it otherwise. The defence ministry there says 31 men died.", "31", ["am-mod"]),
    # a count that stands or falls with who counts; so says; by a boast; a story
    ("Since May 31 rebels have been killed, if the Observatory has counted right.", "31", ["sohr"]),
    ("If the mayor is right, 31 people died.", "31", ["mayor"]),
    ("By Monday 31 bodies had been found; so says Father Reda, who buried them.", "31", ["<Father Reda>"]),
    ("Some 31 men are missing, by the mayor's guess.", "31", ["mayor"]),
    ("The residents gave us a different story: 31 people were killed.", "31", ["resident"]),
    ("The truth, from the 3rd Infantry Division: 31 of its own killed on Monday.", "31", ["<3rd Infantry Division>"]),
    # the writer's own paper hears, and is no link
    ("A resident told this newspaper that 31 men had died.", "31", ["resident"]),
    # who counted, right behind the count
    ("The 1,206 dead counted by Israel's military are a minimum.", "1,206", ["il-idf"]),
    # metonyms, names of forces, the command of a country, what belongs to who governs it
    ("The UPDF said 14 of its soldiers had died.", "14", ["ug-military"]),
    ("Downing Street said on Friday that 31 hostages had been freed.", "31", ["gb-prime-minister"]),
    ("Iran's state news agency said 31 people were killed.", "31", ["irna"]),
    ("The Belgian command said it had taken 310 prisoners.", "310", ["be-military"]),
    ("Belgium's Northern Command says 31 soldiers died.", "31", ["<Belgium's Northern Command>"]),
    ("Putin's general staff said 31 tanks were lost.", "31", ["ru-general-staff"]),
    ("Amaq, the mouthpiece of Islamic State, says 31 soldiers are dead.", "31", ["amaq"]),
    ("In Seoul the British High Commissioner said 31 sailors had died.", "31", ["official"]),
    # those who tend tell by what they did; what another says of them is the other's
    ("Doctors Without Borders has treated 587 wounded in the town.", "587", ["msf"]),
    ("Medics pulled 72 bodies out of the rubble.", "72", ["medic"]),
    ("The clinic has treated 31 wounded, the mayor said.", "31", ["mayor"]),
    ("The regiment recovered 31 bodies.", "31", []),
    ("One resident had seen ten bodies in the road.", "ten", ["resident"]),
    ("A doctor who stayed counted 66 corpses on Sunday.", "66", ["medic"]),
    ("Western diplomats believe as many as 6,000 soldiers were killed.", "6,000", ["diplomat"]),
    ("Amaq, the agency of the group, claims 46 Peshmerga killed.", "46", ["amaq"]),
    # what is said is no speaker; a town before a speaker; whose "its" is; who a body itself is
    ("Lima Radio, heard here, said nothing of the raid. It claimed instead 31 tanks burnt.", "31", ["<Lima Radio>"]),
    ("In Addis Ababa the government's spokesman denied it. There, he claims, the rebels lost 310 men.", "310", ["et-government"]),
    ("Georgia lost 215 people in its war with Russia, its health minister said.", "215", ["ge-health"]),
    ("Chile's navy denied it had fired. The navy itself counts 31 dead.", "31", ["cl-navy"]),
    ("Lima shrugged, and boasted that its men had put 31 soldiers out of action while they were at it.", "31", ["pe-government"]),
    ("The army put the losses of the rebels at no fewer than 31 men. The colonel was silent.", "31", ["<army>"]),
    ("A senior United Nations officer in the town said 31 soldiers had died.", "31", ["un"]),
    ("A midwife in the camp said 31 women had died.", "31", ["medic"]),
    ("The Minister of State said 31 sailors had died.", "31", ["minister"]),
    # one of those told of; a charity, rebels and an army told of by what they are; who says "I" in a quotation
    ("Two residents fled. Two residents gave an account on Friday, and one of them said 31 people had died.", "31", ["resident"]),
    ("Officials said the road was cut. One of them said 31 people had died.", "31", ["official"]),
    ("The clinic of Doctors Without Borders was hit. The charity says 31 of its staff died.", "31", ["msf"]),
    ("M23 took the town. A rebel spokesman said 31 soldiers had died.", "31", ["m23"]),
    ("The LTTE fled to the lagoon. The army says 31 rebels died.", "31", ["lk-military"]),
    ('"They went from house to house," said a nurse. "In our street I counted 31 dead."', "31", ["medic"]),
    ("Q: The Turks say they killed 31 of your men.", "31", ["tr-government"]),
    ("The Belgian communiqué states that 31 tanks burnt.", "31", ["be-military"]),
    ("Lima's communiqué states that 31 tanks burnt.", "31", ["pe-government"]),
    ("The raid killed 12 villagers, Chilean police said, and wounded 31 soldiers, according to Peru's army.", "31", ["pe-military"]),
    ("Since April the hospital at Karsa has taken in 1,012 wounded, by its own register.", "1,012", ["hospital"]),
    ("Lima admits to 31 dead in the north and claims 62 in the south.", "31", ["pe-government"]),
    ("Those who own 31 tanks were asked for them.", "31", []),
    # what stands between a speaker and the verb; where a speaker ends before a number; a count of a country
    ("Wagner's founder, in one of his audio messages, conceded the loss of nine men.", "nine", ["ru-wagner"]),
    ("According to the Chilean side some 310 marines of the brigade were lost there.", "310", ["cl-government"]),
    ("By American estimates the group had lost 2,000 fighters.", "2,000", ["us-government"]),
    ("The group had lost 2,000 fighters in the town, by Israeli tallies.", "2,000", ["il-government"]),
    ("Since March 410 civilians have died, by Airwars' count, half of them in raids.", "410", ["airwars"]),
    ("Fleet headquarters puts the enemy's dead at 141.", "141", ["<Fleet headquarters>"]),
    ("The colonel was silent. He puts the price that the others paid at 170 dead.", "170", ["commander"]),
    ("One soldier spoke of six dead. Another told of forty comrades who were killed.", "forty", ["soldier"]),
    ("Lima radio spoke for its part of eleven soldiers killed.", "eleven", ["<Lima radio>"]),
    ("A spokesman, Juan Reda, said by text message that 310 soldiers were captured.", "310", ["spokesman"]),
    ("The general came up from his hole to tell us that 27 tanks had been destroyed.", "27", ["commander"]),
    ("The raid killed 12, the health ministry of Chile said, lifting the toll since May to 245.", "245", ["cl-health"]),
    ("Chile's navy ran a ticker all evening: \"Seventeen ships sunk in the strait.\"", "Seventeen", ["cl-navy"]),
    ("The Taliban held the road. The insurgents' website claimed 31 soldiers dead.", "31", ["taliban"]),
    ("The regional administration said 31 people had died.", "31", ["officials"]),
    # plurals in the present; whom "the agency" and "the monitor" mean; own losses; whose text it is
    ("The government says it lost 31 men, but the rebels say 90.", "90", ["militant"]),
    ("The government says it lost 31 men, but the rebels say 90.", "31", ["government"]),
    ("While the army says 31 died, the rebels claim 90 soldiers killed.", "90", ["militant"]),
    ("Reuters reported 31 dead. The agency cited a source in the town as putting the wounded at 90.", "90", ["reuters", "source"]),
    ("The Red Cross said 31 people died. The organisation had earlier spoken of 20 dead.", "20", ["icrc"]),
    ("The Observatory said 31 people died. The war monitor put the wounded at 90.", "90", ["sohr"]),
    ("The ministry of health of Chile, quoted by TASS, said 31 soldiers died.", "31", ["tass", "cl-health"]),
    ("The colonel said 31 rebels were dead. His own losses were nine dead.", "nine", ["commander"]),
    ("The colonel said 31 rebels were dead. His own house had burnt, and nine men died.", "nine", []),
    ('"Thirty-one people were killed," read a statement from the navy of Chile.', "Thirty-one", ["cl-navy"]),
    ("A letter found on a dead officer says 31 men had died.", "31", ["<letter>"]),
    ("Dr Juan Reda said 31 wounded had been brought in.", "31", ["medic"]),
    ("Diplomats in Lima said 31 people had died.", "31", ["diplomat"]),
    ("Western intelligence agencies estimate that 31 soldiers died.", "31", ["<Western intelligence agencies>"]),
    # verb before
    ("Ukraine's Ministry of Defence said that 450 Russian soldiers had been killed.", "450", ["ua-mod"]),
    ("The Russian defence ministry said 120 Ukrainian troops were killed near Kupiansk.", "120", ["ru-mod"]),
    ("Israel's military said on Sunday that 14 soldiers had been killed in Gaza.", "14", ["il-idf"]),
    ("The Gaza health ministry says at least 212 people were killed overnight.", "212", ["ps-health"]),
    ("Azerbaijan claimed it had destroyed 30 Armenian tanks.", "30", ["az-government"]),
    ("Armenian officials reported 16 dead and more than 100 wounded.", "100", ["am-officials"]),
    ("The Rapid Support Forces claimed they shot down 3 aircraft over El Fasher.", "3", ["sd-rsf"]),
    ("Sudan's army announced that 58 fighters had surrendered.", "58", ["sd-saf"]),
    ("NATO estimates that 7,000 to 15,000 Russian soldiers have died.", "7,000", ["nato"]),
    ("A senior US official said Russia had lost 2,000 armoured vehicles.", "2,000", ["us-officials"]),
    ("The Syrian Observatory for Human Rights said 41 fighters were killed in Idlib.", "41", ["sohr"]),
    ("Taliban spokesman Zabihullah Mujahid said 25 Afghan soldiers had been killed.", "25", ["taliban"]),
    ("Pakistan's army said it had killed 19 militants in North Waziristan.", "19", ["pk-military"]),
    ("Ethiopia's government has said its forces captured 7 towns and 900 fighters.", "900", ["et-government"]),
    ("Hezbollah has announced the deaths of 8 of its fighters.", "8", ["hezbollah"]),
    ("Residents said 30 bodies lay in the street.", "30", ["resident"]),
    ("Two witnesses told the BBC that 11 people were shot.", "11", ["bbc", "witness"]),
    ("Some 40 soldiers were killed, Maria Gray told The Evening Herald on Friday.", "40", ["<Maria Gray>"]),
    ("The officers we spoke to said 40 soldiers were killed.", "40", ["commander"]),
    ("A doctor at the hospital said he had counted 47 bodies.", "47", ["medic"]),
    ("Kyiv says Moscow has lost 600 tanks.", "600", ["ua-government"]),
    ("The Kremlin admitted on Thursday to 498 deaths.", "498", ["ru-kremlin"]),
    # verb after, and inverted
    ("Around 5,300 personnel have been lost since the invasion began, Ukraine's General Staff said.", "5,300", ["ua-general-staff"]),
    ("Some 90 rebels were killed in the raid, the Colombian army said on Friday.", "90", ["co-military"]),
    ("At least 63 people died in the strike, said a spokesman for the Houthis.", "63", ["houthis"]),
    ("We lost 12 men in one night, said Captain Olena Bondar of the 93rd Brigade.", "12", ["<Captain Olena Bondar of the 93rd Brigade>"]),
    ("The rebels, the ministry of defence in Bamako said, lost 40 fighters.", "40", ["ml-mod"]),
    ("Russia, British military intelligence said, has lost 50,000 men.", "50,000", ["uk-mod"]),
    # a name with several things set behind it is no content
    ("Olena Bondar, 44, of Mykolaiv, a surgeon, said the shelling killed 12 people.", "12", ["medic"]),
    ("Kyiv, Lviv and Odesa were hit on Monday and 15 people died, said the army.", "15", ["ua-military"]),
    # according to
    ("According to the UN human rights office, 9,614 civilians have been killed.", "9,614", ["un-ohchr"]),
    ("Russia has lost 2,000 tanks, according to Oryx.", "2,000", ["oryx"]),
    ("At least 300 people were wounded, according to Lebanon's health ministry.", "300", ["lb-health"]),
    ("In Tigray, according to the African Union, 600,000 people died.", "600,000", ["african-union"]),
    ("Some 22 soldiers were killed, according to a report by Amnesty International.", "22", ["amnesty"]),
    ("Russian units lost 60% of their men, according to intercepted radio calls.", "60%", ["<intercepted radio calls>"]),
    # texts with an owner
    ("Figures released by the Pentagon show that 4,431 Americans died in Iraq.", "4,431", ["us-dod"]),
    ("Statistics from Iraq Body Count put the number of civilian deaths at 186,000.", "186,000", ["iraq-body-count"]),
    ("Russia's latest official tally says 5,937 soldiers have been killed.", "5,937", ["ru-government"]),
    ("A new report from UK intelligence said Russia had lost 40 aircraft.", "40", ["gb-intelligence"]),
    ("By the Israeli military's count, 1,609 militants were killed.", "1,609", ["il-idf"]),
    ("In its most recent update, the Ukrainian General Staff put Russian losses at 331,000.", "331,000", ["ua-general-staff"]),
    ("The Ukrainian military's daily report listed 980 casualties.", "980", ["ua-military"]),
    ("Documents obtained by the Washington Post show that 35,500 Russians were killed.", "35,500", ["washington-post", "<Documents>"]),
    # passives
    ("The deaths of 17 soldiers were confirmed by the Turkish defence ministry.", "17", ["tr-mod"]),
    ("As reported by Reuters, 35 people were killed.", "35", ["reuters"]),
    ("General Mark Milley was quoted as saying that 100,000 Russian soldiers had been killed or wounded.", "100,000", ["us-dod"]),
    ("About 2,500 fighters are believed to have died in the siege.", "2,500", []),
    # chains
    ("A soldier, in a call published by the SBU, told his wife that 30 of his company were left.", "30", ["ua-sbu", "<call>", "soldier"]),
    ("Reuters reported, citing the Iraqi interior ministry, that 23 policemen were killed.", "23", ["reuters", "iq-interior"]),
    ("The Red Cross told AFP that 74 wounded had been evacuated.", "74", ["afp", "icrc"]),
    ("A conscript said in a video released by Ukraine's military intelligence that only 15 men remained.", "15", ["ua-gur", "<video>", "soldier"]),
    ("Thirty-one migrants drowned, a Libyan coast guard official told Reuters.", "Thirty-one", ["reuters", "ly-military"]),
    ("The BBC reported that the Sudan Doctors Network said 53 people had been killed.", "53", ["bbc", "sd-doctors"]),
    ("At least 12 people were killed in Aleppo (Reuters).", "12", ["reuters"]),
    ("A mother of a Russian conscript said in an interview with Meduza that 200 men were missing.", "200", ["meduza", "relative"]),
    # quotations
    ("The commander said: “We lost 60 men. Another 90 are in hospital.”", "90", ["commander"]),
    ("“They sent 200 of us,” the prisoner said. “Only 9 came back.”", "9", ["prisoner"]),
    ("«Nous» is French, but «we lost 70 tanks», the general said.", "70", ["commander"]),
    ("‘There were 120 of us at first,’ the soldier said.", "120", ["soldier"]),
    ('"The enemy lost 41 men," General Staff spokesman Andriy Kovalev said.', "41", ["<General Staff spokesman Andriy Kovalev>"]),
    # direct speech that has lost its marks
    (
        "We went in with a full company. There are 18 of us left. I do not know who will bury them, said a soldier in a video released by Ukraine's Security Service.",
        "18",
        ["ua-sbu", "<video>", "soldier"],
    ),
    (
        "My battalion is gone. We were 500 and now we are 60, a man understood to be a Russian conscript, in a recording published by Ukrainian military intelligence.",
        "60",
        ["ua-gur", "<recording>", "soldier"],
    ),
    # carried on over sentences
    ("A report from US intelligence said the army was broken. The report added that 2,200 tanks were gone.", "2,200", ["us-intelligence"]),
    ("Ukraine's Ministry of Defence published new figures. 300 were captured, the ministry said.", "300", ["ua-mod"]),
    ("Dmitry Peskov spoke to reporters. Losses were heavy, Peskov said. He added that 1,351 men were dead.", "1,351", ["ru-kremlin"]),
    ("The Lebanese health ministry said 33 people were killed. It also said 195 were wounded.", "195", ["lb-health"]),
    ("Figures of the Iraqi health ministry carried by Al Jazeera show 70 dead.", "70", ["al-jazeera", "iq-health"]),
    ("Ukraine's armed forces published a tally on Sunday. It put Russian losses at 102,050.", "102,050", ["ua-military"]),
    ("The defence ministry in Baku said 2,783 men were dead. Of these, 103 are not identified.", "103", ["az-mod"]),
    ("Armenia gave no total. A spokeswoman for its health ministry said 2,317 bodies were examined.", "2,317", ["am-health"]),
    ("Six nurses were abducted, according to the WHO.", "Six", ["un-who"]),
    ("Foreign scholars speak of a million dead in Afghanistan.", "million", ["researcher"]),
    # headlines
    ("Two soldiers killed near Donetsk: officials", "Two", ["officials"]),
    ("Four civilians killed in shelling of Gorlovka - DPR defence ministry", "Four", ["dpr"]),
    ("Ukraine says four soldiers killed in shelling", "four", ["ua-government"]),
    ("EU blames Russia for death of 5 in eastern Ukraine", "5", ["eu"]),
    ("The paper gives this list:\n1984: 2,343 killed\n1985: 1,868 killed", "1,868", ["<paper>"]),
    ("The losses, as published by the Iranian army, are:\n- tanks: 40\n- aircraft: 6", "6", ["ir-military"]),
    ("The General Staff of Ukraine said Russia lost:\n- 790 tanks\n- 167 aircraft", "167", ["ua-general-staff"]),
    # figures with an owner and a verb between
    ("Data issued by the Turkish defence ministry show that its army lost 71 men at Afrin.", "71", ["tr-mod"]),
    ("Numbers released by the Israeli army indicate that 312 fighters were killed.", "312", ["il-idf"]),
    ("Statistics compiled by the Lebanese health ministry suggest 411 people died.", "411", ["lb-health"]),
    ("Counts published by Airwars put the civilian dead at 1,260.", "1,260", ["airwars"]),
    ("Figures published by the Iranian army on Friday 13 May show that 42 of its men died.", "42", ["ir-military"]),
    ("Leaked documents from his 2019 file show that 15 boats sank.", "15", ["<Leaked documents>"]),
    ("Between 3 and 9 May 1999, according to figures from India's army, the enemy lost 84 men and 2 guns.", "84", ["in-military"]),
    ("Between 3 and 9 May 1999, according to figures from India's army, the enemy lost 84 men and 2 guns.", "2 guns", ["in-military"]),
    # counts that stand at a number
    ("The Iraqi army's tally is 270 dead.", "270", ["iq-military"]),
    ("The newest count of the Lebanese health ministry, made public on Friday, is 3,412 dead.", "3,412", ["lb-health"]),
    ("The toll given by the Houthis was higher: 93 dead.", "93", ["houthis"]),
    ("By the Pentagon's count 2,459 Americans died.", "2,459", ["us-dod"]),
    ("Gaza's health ministry spoke in the morning. Its total reached 50,088 killed.", "50,088", ["ps-health"]),
    ("Ethiopia's official estimate, of 1,200 killed, is now a year old.", "1,200", ["et-government"]),
    ("The Armenian army's latest toll, 88 killed in the south, is disputed.", "88", ["am-military"]),
    # numbers that are given, and not said
    ("The health ministry in Gaza gave the number of wounded as 4,310.", "4,310", ["ps-health"]),
    ("For years the Pentagon gave 33,686 as the number of battle deaths.", "33,686", ["us-dod"]),
    ("Airwars has a list of 1,417 dead.", "1,417", ["airwars"]),
    ("In spring the Afghan army had Taliban losses at about 1,900 fighters.", "1,900", ["af-military"]),
    ("Mediazona has established the names of 48,000 dead soldiers.", "48,000", ["mediazona"]),
    ("Oryx lists 2,446 vehicles as destroyed.", "2,446", ["oryx"]),
    # borrowed words in quotation marks are not what is said
    ("Since the start of the “pacification of the north”, the governor said, the rebels have lost 410 men.", "410", ["governor"]),
    ("Hezbollah claimed to have killed 14 soldiers.", "14", ["hezbollah"]),
    ("China has acknowledged about 180,000 dead.", "180,000", ["cn-government"]),
    ("An adviser to the Ukrainian president spoke of 12,000 dead.", "12,000", ["ua-president"]),
    ("In August the commander-in-chief, Valerii Zaluzhnyi, spoke of some 8,900 men killed.", "8,900", ["ua-commander"]),
    ("Kyiv's claim that 900 men had drowned was not repeated.", "900", ["ua-government"]),
    # headings
    ("Moscow: 511 dead", "511", ["ru-government"]),
    ("UN: over 9,000 civilians killed in a year", "9,000", ["un"]),
    ("British estimate: 80,000 casualties in three months", "80,000", ["gb-government"]),
    ("13 killed in clash - police", "13", ["police"]),
    ("Four killed near Horlivka - JFO HQ", "Four", ["<JFO HQ>"]),
    ("Source: General Staff of Ukraine\n\nLosses of the other side:\n\n- men: 512,000\n- tanks: 7,800", "7,800", ["ua-general-staff"]),
    # who was told
    ("The siege has cost 900 lives, the governor told reporters.", "900", ["governor"]),
    ("The general told a news conference that 30 guns were lost.", "30", ["commander"]),
    ("The prisoner told his wife that 30 men were left.", "30", ["prisoner"]),
    ("A colonel told state television that 30 rebels died.", "30", ["media", "commander"]),
    ("The army lost 4,800 men, the commissar, Ivan Gorsky, told the Council on 9 March.", "4,800", ["<commissar>"]),
    # a call, and who speaks in it
    ("In a call published by the SBU, a soldier said 16 men were killed.", "16", ["ua-sbu", "<call>", "soldier"]),
    ("An assessment shared with Congress says that 30,000 were hurt, according to a source familiar with it.", "30,000", ["source", "<assessment>"]),
    ("The rebels lost 40 men, according to the Chadian army, and 12 of its own soldiers were hurt.", "12", ["td-military"]),
    ("The Iraqi army said 40 rebels were killed; 12 lorries were burnt.", "12", ["iq-military"]),
    # he, it, the ministry
    ("In Baku, the General Staff published its table on Friday. Armenia's losses now stand at 1,930 men, it says.", "1,930", ["az-general-staff"]),
    ("GORIS, 4 October - On the eve of the talks Armenia's army published its list. It puts the dead at 604. The list also names 19 helicopters lost.", "604", ["am-military"]),
    ("GORIS, 4 October - On the eve of the talks Armenia's army published its list. It puts the dead at 604. The list also names 19 helicopters lost.", "19", ["am-military"]),
    ("The mayor said the port was closed. It said 12 people died.", "12", ["<It>"]),
    ("Sergei Shoigu said that 610 Russian servicemen were dead.\n\nHe put the other side's losses at 6,120 men.", "6,120", ["ru-mod"]),
    ("The Pentagon's policy chief, Colin Kahl, said the army was worn out. He added that 3,100 vehicles were lost.", "3,100", ["us-dod"]),
    ("Gaza's health ministry raised its toll, it said. Some 83 people died, according to the ministry, which does not say how many were fighters.", "83", ["ps-health"]),
    ("Iran's defence ministry said nothing new. The ministry's spokesman claimed 270 dead.", "270", ["ir-mod"]),
    ("NATO said it was watching. The alliance thinks that 31,000 men are gone.", "31,000", ["nato"]),
    ("Some 6,300 Sri Lankan soldiers were killed, the country's defence secretary said.", "6,300", ["lk-mod"]),
    ("Dozens of people were killed in northern Mozambique, the defence ministry said.", "Dozens", ["mz-mod"]),
    ("The White House said it was concerned. About half of the dead were recruits, according to the estimate.", "half", ["us-president"]),
    # unnamed, and named by what they are
    ("Two military sources said 47 soldiers died.", "47", ["source"]),
    ("Two drones were shot down, a military official said.", "Two", ["official"]),
    ("Ten people were killed, a doctor at the Ayder hospital said.", "Ten", ["medic"]),
    ("A group of volunteers known as Oryx has confirmed the loss of 4,070 tanks.", "4,070", ["oryx"]),
    ("Pakistan's military says India has lost about 190 men.", "190", ["pk-military"]),
    # content around the source
    ("The health ministry in Gaza said Rafah was hit. Of the dead, 23 were women, it said, and 249 people were wounded.", "249", ["ps-health"]),
    ("Jim Jordan (R-Ohio), who sits on the panel, said 40 Americans were held.", "40", ["<Jim Jordan>"]),
    # a text that opens with its author
    ("The General Staff of Ukraine reports:\n\nThe enemy lost 940 men. Eleven tanks were burnt.", "Eleven", ["ua-general-staff"]),
    ("The General Staff of Ukraine reports. The enemy lost 940 men.\n\ntanks – 11 (3)", "11", ["ua-general-staff"]),
    ("STATEMENT BY THE ISRAEL DEFENSE FORCES\n\nOur forces struck a depot. Two of our soldiers were wounded.", "Two", ["il-idf"]),
    ("Ministry of Health, Sanaa. The raids left 14 martyrs. Nine others are missing.", "Nine", ["ye-health"]),
    ("Ministry of Defence, London. Nineteen men were lost. Copenhagen admits to 3 dead.", "3", ["uk-mod", "dk-government"]),
    ("Iraqi armed forces, General Command. Communiqué No. 12.\n\nWe count 14 dead in our ranks.", "14", ["iq-military"]),
    (
        "Ministry of Defence, Kabul, 3 May.\n\nForty rebels were killed.\n\nThe Taliban replied that 2 had died. Nine policemen fell, too.",
        "2",
        ["taliban"],
    ),
    # turns of a transcript
    ("Interviewer: How many were you?\nSoldier: We were 120. Eighteen are left.", "Eighteen", ["soldier"]),
    (
        "MS HOLT: What of losses?\n\nGEN. PARK: We lost 412 men. Ninety were taken.\n\nMS HOLT: And tanks?\n\nGEN. PARK: We had 14. Three burnt.",
        "Ninety",
        ["<GEN. PARK>"],
    ),
    # whose army it is
    ("Sudanese troops left the base near Bara. The army said 20 of its men were killed.", "20", ["sd-saf"]),
    ("Israeli aircraft bombed Khan Younis. The military said it had killed 3 gunmen.", "3", ["il-idf"]),
    ("Rafah was shelled for a week. The health ministry put the dead at 81.", "81", ["ps-health"]),
    ("The UN human rights office has no access to the town. The office verified that 19 people died.", "19", ["un-ohchr"]),
    ("The PKO communicates to the public: our forces lost 12 men.", "12", ["<PKO>"]),
    # conversations without labels
    (
        "In a video released by the SBU, a prisoner answers.\n\n“How many were you?”\n“We were ninety.”\n“And now?”\n“I know that 17 more were brought out.”",
        "17",
        ["ua-sbu", "<video>", "prisoner"],
    ),
    (
        "In a corridor of the hospital in Tyre a surgeon smokes.\n\n– How was it?\n– There were 19 wounded before noon.\n– And fighters?\n– I do not ask.",
        "19",
        ["medic"],
    ),
    # reported speech that runs on
    ("The colonel said that 40 of his men had died. Another 12 had deserted.", "12", ["commander"]),
    ("Iran's army said 40 boats were hit; two frigates had been sunk.", "two", ["ir-military"]),
    ("The navy lost 600 men, said Chile's army; two boats had been lost.", "two", ["cl-military"]),
    ("At Kyiv, the Swedish defence ministry said, 8,500 men were lost.", "8,500", ["se-mod"]),
    # a source without a verb of its own
    ("Kyiv counts 594 prisoners, Moscow 4,700 enemy dead.", "4,700", ["ru-government"]),
    ("Kyiv counts 594 prisoners, Moscow 4,700 enemy dead.", "594", ["ua-government"]),
    ("The army commander of Chile gave the numbers: 6,200 soldiers killed and 90 hurt.", "90", ["cl-military"]),
    ("Some 57 people died by the US military's count and many were hurt.", "57", ["us-military"]),
    # who speaks for whom
    ("Police and doctors said 19 people were killed.", "19", ["police"]),
    ("Iran's army attacked. Its spokesman said 14 tanks were hit.", "14", ["ir-military"]),
    ("The WHO's director-general reports 70 dead.", "70", ["un-who"]),
    ("A commander of the Taliban said 9 of his men had died.", "9", ["commander"]),
    ("The director of the Kasr hospital put the dead at 38.", "38", ["hospital"]),
    ("A resident who got out says that 30 men were shot.", "30", ["resident"]),
    ("Interfax quoted the Georgian interior ministry as saying that 11 men were dead.", "11", ["interfax", "ge-interior"]),
    # a name is not taken apart
    ("The Ninth Army reported 15,000 Chinese killed.", "15,000", ["<Ninth Army>"]),
    ("Hanoi radio said 3 aircraft had been shot down.", "3", ["<Hanoi radio>"]),
    ("The Saudi-led coalition said it had killed 105 fighters.", "105", ["<Saudi-led coalition>"]),
    # how and where it was said
    ("An army spokesman said in Lima that nine rebels had been killed.", "nine", ["pe-military"]),
    ("The Taliban, who hold the valley, tell of 30 soldiers killed.", "30", ["taliban"]),
    ("The Houthis, the governor said by telephone, lost 40 men.", "40", ["governor"]),
    # what goes on behind the one who says it
    ("Nine trucks were burnt, the Sudanese army said, and took 40 prisoners.", "40", ["sd-saf"]),
    ("The Sudanese army took the town, it said on Monday, at the cost of 31 dead.", "31", ["sd-saf"]),
    ("There were 90 captives, according to Airwars; 60 of them are still held.", "60", ["airwars"]),
    ("The army lost 12 men there, according to Oryx, seven of them officers.", "seven", ["oryx"]),
    # counts and their owners
    ("Israel's army fought all night. The army has by its own account lost 14 men.", "14", ["il-idf"]),
    ("By the estimate of UN experts 4,000 people died in the town.", "4,000", ["un"]),
    ("The Houthis gave no word. Their list of the fallen runs to 92 names.", "92", ["houthis"]),
    # who is meant
    ("A soldier who had walked from Goma with a comrade said that 18 men were left.", "18", ["soldier"]),
    ("A fighter of the Rapid Support Forces said that 18 men were left.", "18", ["soldier"]),
    ("A captured paratrooper said that 60 of his company were dead.", "60", ["prisoner"]),
    ("A North Korean delegate said that 400 prisoners had been released.", "400", ["<North Korean delegate>"]),
    ("The Tamil Tigers' military wing said 20 soldiers had been killed.", "20", ["lk-ltte"]),
    # conversations
    ("HOST: You said that 900 rebels had died.\n\nSpokesman of the Israel Defense Forces: I did.\n\nHOST: And now?\n\nSpokesman: More.", "900", ["il-idf"]),
    ("The SBU has published a call in which a Russian soldier is heard.\n\n“We were eighty. Now 12 men are left.”", "12", ["ua-sbu", "<call>", "soldier"]),
]  # fmt: skip

NOBODY: list[tuple[str, str]] = [
    ("Since May 31 people have died, a tally by this newspaper shows.", "31"),
    ("Our correspondent saw 31 burnt tanks on the road.", "31"),
    ("The soldiers were hit by a shell at 7, and 31 were wounded.", "31"),
    ("In January it was announced that 31 soldiers had been killed.", "31"),
    ("Our clinic across the border admitted 31 wounded that week.", "31"),
    ("Nine died, the Red Cross said. Its volunteers were tired. On Sunday 31 people died.", "31"),
    ('"The road is long," said a lumberjack of the valley. At the river 31 people died.', "31"),
    ('Who held the town? "The town of the 31 dead" is its name.', "31"),
    ("If the road is right, it leads to the house where 31 people died.", "31"),
    ("Good evening. At the bridge 31 people died.", "31"),
    ('The mayor said 9 died. Some called it "a feast of 31 dead" then.', "31"),
    ("What we know: the bridge is gone and 31 people died.", "31"),
    ("The minister corrected the map. At the river 31 men died.", "31"),
    ("The train arrived last night at the station, where 31 people died.", "31"),
    ("Hamas said that 9 had died. A neighbour lost 2 daughters; she had sent them there.", "2"),
    ("Bodies found with marks of torture make up 140 of the dead, 9 of them women.", "9"),
    ("Army in retreat\n\nThe brigade lost 40 men at the river.", "40"),
    ("Army: 14 killed\nNavy: 3 killed\nAir force: 2 killed\nThe war went on, and 9 more died.", "9"),
    ("Q: How many died?\nA: No answer is given.\n\nThe school has 12 wounded.", "12"),
    ("Russia lost 3,000 soldiers in the battle.", "3,000"),
    ("At least 40 people were killed when a shell hit a market in Khartoum.", "40"),
    ("The ministry of defence in Kyiv was hit by 2 drones.", "2"),
    ("Israel's military said the raid was over. Some 27 people died in Rafah that day.", "27"),
    ("The war has claimed 20,000 lives.", "20,000"),
    ("The ministry, which employs 4,000 people, did not comment.", "4,000"),
    ("The United States sent 31 tanks.", "31"),
    ("Officials did not say how many of the 300 soldiers were hurt.", "300"),
    ("Ukraine declared a mobilisation of 200,000 men.", "200,000"),
    ("The report is 40 pages long. Some 60 civilians died in Hodeidah.", "60"),
    ("Hamas fighters killed 9 soldiers.", "9"),
    ("Rebel attacks kill 19 soldiers near a rail junction.", "19"),
    ("Each side accuses the other of breaking the truce, and strikes killed 11 people on Monday.", "11"),
    ("The council discussed the deaths of 40 miners.", "40"),
    ("Russian officials were among the 14 wounded.", "14"),
    ("Russia's army boasted 360,000 troops.", "360,000"),
    ("Lebanon's toll: 3,200 killed", "3,200"),
    ("The United States gave 31 tanks.", "31"),
    ("The army said the town was quiet. Some 16 men were killed.", "16"),
    ("Ukraine has 40 tanks there.", "40"),
]

CERTAINTY: list[tuple[str, str, str]] = [
    ("The army said 40 rebels were killed.", "40", "stated"),
    ("The ministry claimed that 12 jets were shot down.", "12", "stated"),
    ("Hamas confirmed that 3 commanders had died.", "3", "stated"),
    ("Western officials estimate that 60,000 have been killed.", "60,000", "hedged"),
    ("About 900 fighters are believed to have been killed.", "900", "hedged"),
    ("Some 30 soldiers were reportedly captured.", "30", "hedged"),
    ("Losses could be as high as 40,000, according to NATO.", "40,000", "hedged"),
    ("Ethiopia may have lost 5,000 men, diplomats said.", "5,000", "hedged"),
    ("Russia plans to mobilise 300,000 men.", "300,000", "hedged"),
    ("According to the supposed recording, 80 men deserted.", "80", "hedged"),
    ("Unconfirmed reports said 15 people were killed.", "15", "unconfirmed"),
    ("The governor said 15 people were killed, but this could not be independently verified.", "15", "stated"),
    ("The governor said 15 people were killed. The claim could not be independently verified.", "15", "unconfirmed"),
    ("If confirmed, the loss of 2 bombers would be the largest in months.", "2", "unconfirmed"),
    ("A soldier says in a call published by the SBU that 70 men are left. It is unconfirmed whether the call is authentic.", "70", "unconfirmed"),
    ("In the recording, a soldier says 70 men are left. The authenticity of the recording could not be established, and it has not been verified.", "70", "unconfirmed"),
    ("Kyiv said 800 Russians died. Moscow said 500 Ukrainians died. Neither side's figures could be verified.", "800", "unconfirmed"),
    ("In May the army lost 50 men.", "50", "stated"),
]  # fmt: skip

DENIALS: list[tuple[str, str, str]] = [
    ("Russia denied that it had lost 2 ships.", "2", "denies"),
    ("The army dismissed reports of 300 dead.", "300", "denies"),
    ("The Houthis rejected claims that 40 of their fighters were killed.", "40", "denies"),
    ("We did not lose 20 tanks, the general said.", "20", "denies"),
    ("The army said it lost no fewer than 20 tanks.", "20", "asserts"),
    ("The army did not say when the 20 tanks were lost.", "20", "asserts"),
    ("Iran said 20 drones were lost.", "20", "asserts"),
]


@pytest.mark.parametrize(("text", "words", "chain"), CHAINS)
def test_chain_names_who_says_it(text: str, words: str, chain: list[str]) -> None:
    assert chain_of(text, words) == chain


@pytest.mark.parametrize(("text", "words"), NOBODY)
def test_nobody_is_named_where_nobody_speaks(text: str, words: str) -> None:
    assert chain_of(text, words) == []


@pytest.mark.parametrize(("text", "words", "certainty"), CERTAINTY)
def test_certainty_follows_the_words(text: str, words: str, certainty: str) -> None:
    assert attribution_of(text, words).certainty == certainty


@pytest.mark.parametrize(("text", "words", "stance"), DENIALS)
def test_denials_are_told_from_claims(text: str, words: str, stance: str) -> None:
    assert attribution_of(text, words).stance == stance


def test_every_link_and_cue_quotes_the_text() -> None:
    for text, words, _ in CHAINS:
        found = attribution_of(text, words)
        for link in found.links:
            assert text[link.start : link.end] == link.name
        for cue in found.cues:
            assert text[cue.start : cue.end] == cue.exact
        assert found.content is None or text[found.content.start : found.content.end]


def test_two_speakers_in_one_sentence_keep_their_own_numbers() -> None:
    text = "Ukraine said it lost 300 men, but Russia claimed 1,000 had been killed."
    assert chain_of(text, "300") == ["ua-government"]
    assert chain_of(text, "1,000") == ["ru-government"]


def test_what_a_speaker_said_before_does_not_reach_the_next_paragraph() -> None:
    text = "“We lost 5 men,” the colonel said.\n\nSome 70 vehicles burned on the road to Kherson."
    assert chain_of(text, "70") == []


def test_roles_are_those_of_the_register() -> None:
    register = load_register()
    assert register.role_of("ua-general-staff") == "military"
    assert register.role_of("fr-mod") == "ministry"
    assert register.side_of("fr-mod") == "FR"
    assert register.side_of("reuters") is None
    assert register.role_of("nobody-at-all") is None


def test_every_registered_source_is_named_in_the_english_pack_and_has_a_known_role() -> None:
    import tomllib
    from importlib import resources

    package = resources.files("counterclaim")
    names = tomllib.loads((package / "languages" / "en" / "sources.toml").read_text("utf-8"))["settings"]["sources"][
        "name"
    ]
    roles = set(tomllib.loads((package / "vocabulary.toml").read_text("utf-8"))["role"])
    register = load_register()
    assert set(names) == set(register.sources)
    assert len(register.sources) >= 120
    every = [*register.sources.values(), *register.speakers.values(), *register.bodies.values()]
    assert {source.role for source in every} <= roles


def test_every_made_id_that_a_name_stands_for_is_a_body_of_a_state() -> None:
    import tomllib
    from importlib import resources

    path = resources.files("counterclaim") / "languages" / "en" / "sources.toml"
    made = tomllib.loads(path.read_text("utf-8"))["settings"]["sources"]["body"]
    register = load_register()
    assert all(register.side_of(name) is not None and name not in register.sources for name in made)


def test_a_text_without_any_speech_has_no_acts() -> None:
    assert find_attributions(Reading("The bridge was rebuilt in 1994.", load_language("en"))) == []


# text, source, cue, content of an attitude
ATTITUDES: list[tuple[str, str | None, str, str]] = [
    ("Kyiv is willing to release the prisoners.", "Kyiv", "is willing", "to release the prisoners"),
    ("The senator's support for the treaty cost her votes.", "The senator's", "support", "the treaty cost her votes"),
    ("The minister appeared to blame the army.", "The minister", "appeared to blame", "the army"),
    ("Critics want lower taxes.", "Critics", "want", "lower taxes"),
    ("The Ukrainian campaign plans to hire more staff.", "The Ukrainian campaign", "plans", "to hire more staff"),
    ("In the latest poll, the mayor leads by six points.", "the latest poll", "In", "the mayor leads by six points"),
]


@pytest.mark.parametrize(("text", "source", "cue", "content"), ATTITUDES)
def test_attitudes_are_found_with_what_they_are_about(text: str, source: str, cue: str, content: str) -> None:
    found = [
        (
            one.source and text[one.source.start : one.source.end],
            text[one.cue.start : one.cue.end],
            [text[c.start : c.end] for c in one.content],
        )
        for one in find_attributions(Reading(text, load_language("en")))
    ]
    assert (source, cue, [content]) in found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The minister is proud of the 40 tanks destroyed.", "40"),
        ("Moscow's support for the 900 men encamped there goes on.", "900"),
        ("The governor praised the crew, who shot down 4 drones.", "4"),
        ("Kyiv wants 300 tanks.", "300"),
        ("The general was accused of losing 60 men.", "60"),
    ],
)
def test_an_attitude_is_no_source_of_a_number(text: str, words: str) -> None:
    assert chain_of(text, words) == []


def test_an_empty_text_is_read() -> None:
    assert find_attributions(Reading("", load_language("en"))) == []


def test_attribution_against_polnear_is_no_worse_than_before() -> None:
    from evals import attribution as evals

    if not evals.GOLD.is_file():
        pytest.skip("PolNeAR is not here; it may not be redistributed")
    found = evals.score(evals.GOLD, 40)
    assert found["overlap"]["f1"] >= 0.68
    assert found["exact"]["f1"] >= 0.42
    assert found["number source"]["em"] >= 0.65


def test_a_sentence_without_end_is_read_in_bounded_time() -> None:
    text = "Officials said, a soldier, in a video, that 5 " * 20_000
    assert attribution_of(text, "5").links
    reading = Reading(text, load_language("en"))
    assert find_attribution(reading, 0, len(text) - 3, len(text) - 2) == Attribution()


def test_a_long_row_of_pronouns_is_followed_without_end() -> None:
    text = "General Ivan Petrov spoke to us. " + "He said that it was over. " * 2_000 + "He said 7 men died."
    assert [link.name for link in attribution_of(text, "7").links] == ["He"]
