BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE claims (
	seq INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	document TEXT NOT NULL, 
	side TEXT, 
	object TEXT NOT NULL, 
	measure TEXT NOT NULL, 
	low FLOAT, 
	best FLOAT, 
	high FLOAT, 
	quantity_unit TEXT NOT NULL, 
	hedge TEXT NOT NULL, 
	stance TEXT NOT NULL, 
	certainty TEXT NOT NULL, 
	unit TEXT, 
	place TEXT, 
	period TEXT NOT NULL, 
	period_start TEXT, 
	period_end TEXT, 
	published TEXT, 
	day TEXT, 
	source TEXT, 
	quote TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "claims" VALUES(3,'cc9db6fb9be40d9fe','d1313562035e7768a',NULL,'personnel','killed',14.0,14.0,14.0,'count','exact','asserts','stated',NULL,'Kherson','window',NULL,'2023-03-04',NULL,'2023-03-04','General Staff','14 soldiers were killed');
INSERT INTO "claims" VALUES(4,'ca6e072fbad5d78ce','d1313562035e7768a',NULL,'civilian','wounded',3.0,3.0,3.0,'count','exact','asserts','stated',NULL,NULL,'window',NULL,NULL,NULL,NULL,'officials','3 civilians were wounded');
INSERT INTO "claims" VALUES(8,'ca6b61b533028a8c0','d1e88732675bf8163','UA','personnel','killed',20.0,20.0,20.0,'count','exact','asserts','stated',NULL,'Lyman','window','2023-03-05','2023-03-05',NULL,'2023-03-05','ua-military','20 soldiers were killed');
INSERT INTO "claims" VALUES(14,'cc9db6fb9be40d9fe','d1313562035e7768a',NULL,'personnel','killed',14.0,14.0,14.0,'count','exact','asserts','stated',NULL,'Kherson','window',NULL,'2023-03-04','2023-03-05','2023-03-04','General Staff','14 soldiers were killed');
INSERT INTO "claims" VALUES(15,'ca6e072fbad5d78ce','d1313562035e7768a',NULL,'civilian','wounded',3.0,3.0,3.0,'count','exact','asserts','stated',NULL,NULL,'window',NULL,NULL,'2023-03-05','2023-03-05','officials','3 civilians were wounded');
CREATE TABLE custody (
	seq INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	did TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	version TEXT NOT NULL, 
	given TEXT NOT NULL, 
	run TEXT, 
	PRIMARY KEY (seq)
);
INSERT INTO "custody" VALUES(1,'oa590da2c6794a5dc','add began','Ana','counterclaim 0.1.0','2026-11-22T07:50:45.405054Z',NULL);
INSERT INTO "custody" VALUES(11,'oe0a4160abb15f033','add ended','Ana','counterclaim 0.1.0','2026-11-22T07:50:46.325387Z','oa590da2c6794a5dc');
INSERT INTO "custody" VALUES(12,'obc51a4843ce83502','add began','Ana','counterclaim 0.1.0','2026-11-22T07:50:46.339386Z',NULL);
INSERT INTO "custody" VALUES(18,'of544719a567f8bec','add ended','Ana','counterclaim 0.1.0','2026-11-22T07:50:46.397784Z','obc51a4843ce83502');
CREATE TABLE documents (
	seq INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	title TEXT, 
	outlet TEXT, 
	author TEXT, 
	url TEXT, 
	published TEXT, 
	published_basis TEXT NOT NULL, 
	language TEXT, 
	media_type TEXT NOT NULL, 
	coverage TEXT NOT NULL, 
	coverage_reason TEXT, 
	coverage_share FLOAT, 
	characters INTEGER NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "documents" VALUES(2,'d1313562035e7768a','1313562035e7768af3df022d05489e4defd9bd6eea85eaafb5e201f137c57a0f',NULL,NULL,NULL,NULL,NULL,'none',NULL,'text/plain','complete',NULL,NULL,123);
INSERT INTO "documents" VALUES(7,'d1e88732675bf8163','1e88732675bf8163a023b35ef3b82af04ca1dd2a18779d38d9603095ceaf686c',NULL,NULL,NULL,NULL,NULL,'none',NULL,'text/plain','complete',NULL,NULL,114);
INSERT INTO "documents" VALUES(13,'d1313562035e7768a','1313562035e7768af3df022d05489e4defd9bd6eea85eaafb5e201f137c57a0f',NULL,NULL,NULL,NULL,'2023-03-05','given',NULL,'text/plain','complete',NULL,NULL,123);
CREATE TABLE entries (
	seq INTEGER NOT NULL, 
	at TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	body TEXT NOT NULL, 
	leaf BLOB NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "entries" VALUES(1,'2026-11-22T07:50:45.411844Z','custody','oa590da2c6794a5dc','{"at":"2026-11-22T07:50:45.405054Z","by":"Ana","did":"add began","id":"oa590da2c6794a5dc","run":null,"version":"counterclaim 0.1.0","with":{"command":"u5edcbba0a36f3add","targets":["a.txt","b.txt"]}}',X'C9868F55D94B2461F1CF7B34DE76C1AA620317AEC717DD05B598D2AD4C7127CE');
INSERT INTO "entries" VALUES(2,'2026-11-22T07:50:46.315707Z','document','d1313562035e7768a','{"author":null,"coverage":{"reason":null,"share":null,"state":"complete"},"headline":null,"id":"d1313562035e7768a","language":null,"media_type":"text/plain","outlet":null,"published":null,"published_basis":"none","repeats":[],"sha256":"1313562035e7768af3df022d05489e4defd9bd6eea85eaafb5e201f137c57a0f","text":"The General Staff said on 4 March 2023 that 14 soldiers were killed near Kherson. Officials said 3 civilians were wounded.\n","title":null,"url":null}',X'5DE41BC9478954F6059B805AB8B6761131C1F14422B1FE003FC4F6FAB81CC7F3');
INSERT INTO "entries" VALUES(3,'2026-11-22T07:50:46.315707Z','claim','cc9db6fb9be40d9fe','{"attribution":[{"cue":"said","end":17,"id":null,"name":"General Staff","role":"military","start":4}],"certainty":"stated","cues":[],"document":"d1313562035e7768a","evidence":{"end":67,"exact":"14 soldiers were killed","prefix":"Staff said on 4 March 2023 that ","seconds":null,"start":44,"suffix":" near Kherson. Officials said 3 "},"id":"cc9db6fb9be40d9fe","measure":"killed","object":"personnel","period":{"end":"2023-03-04","kind":"window","start":null},"place":"Kherson","published":null,"quantity":{"best":14,"end":46,"hedge":"exact","high":14,"low":14,"start":44,"text":"14","unit":"count"},"reader":"rules-en/1","rules":["<digits>","<n> <object> be <harmed>","<source> said that <content>"],"side":null,"stance":"asserts","unit":null}',X'73B4931617C89A2BB5261300736FA546F95426A4B208D5114F58F416B74D870C');
INSERT INTO "entries" VALUES(4,'2026-11-22T07:50:46.315707Z','claim','ca6e072fbad5d78ce','{"attribution":[{"cue":"said","end":91,"id":"officials","name":"Officials","role":"official","start":82}],"certainty":"stated","cues":[],"document":"d1313562035e7768a","evidence":{"end":121,"exact":"3 civilians were wounded","prefix":"ed near Kherson. Officials said ","seconds":null,"start":97,"suffix":".\n"},"id":"ca6e072fbad5d78ce","measure":"wounded","object":"civilian","period":{"end":null,"kind":"window","start":null},"place":null,"published":null,"quantity":{"best":3,"end":98,"hedge":"exact","high":3,"low":3,"start":97,"text":"3","unit":"count"},"reader":"rules-en/1","rules":["<digits>","<n> <object> be <harmed>","<source> said <content>"],"side":null,"stance":"asserts","unit":null}',X'60ED9C52FF6270E848DF66A66D76B20CB6628A8326340C81B8906ACD8A2DB38B');
INSERT INTO "entries" VALUES(5,'2026-11-22T07:50:46.315707Z','reading','rdb1145448c9950f1','{"claims":["cc9db6fb9be40d9fe","ca6e072fbad5d78ce"],"convention":"ours","document":"d1313562035e7768a","findings":[],"given_language":null,"given_published":null,"id":"rdb1145448c9950f1","reader":"counterclaim 0.1.0","refusals":[{"end":38,"reader":"rules","reason":"not a count: date","start":26,"text":"4 March 2023"}]}',X'272E19B88FE8D6D0638245DC8E366BFB038B38365F57502C7EE5C3ADA6AA9684');
INSERT INTO "entries" VALUES(6,'2026-11-22T07:50:46.315707Z','sighting','d1313562035e7768a','{"at":"2026-11-22T07:50:46.293837Z","document":"d1313562035e7768a","place":"a.txt","run":"oa590da2c6794a5dc"}',X'90F76158E74A3409EE6709F0B4915FAF8462A1DAAE539004ED7B0F553B7E2262');
INSERT INTO "entries" VALUES(7,'2026-11-22T07:50:46.315707Z','document','d1e88732675bf8163','{"author":null,"coverage":{"reason":null,"share":null,"state":"complete"},"headline":null,"id":"d1e88732675bf8163","language":null,"media_type":"text/plain","outlet":null,"published":null,"published_basis":"none","repeats":[],"sha256":"1e88732675bf8163a023b35ef3b82af04ca1dd2a18779d38d9603095ceaf686c","text":"Report of the day. The army said that 20 soldiers were killed near Lyman on 5 March 2023; the ministry denied it.\n","title":null,"url":null}',X'AA8D0E07E80E59A0E1DE28AF149108A33F25C2AD315F66850754C70E36098B88');
INSERT INTO "entries" VALUES(8,'2026-11-22T07:50:46.315707Z','claim','ca6b61b533028a8c0','{"attribution":[{"cue":"said","end":27,"id":"ua-military","name":"army","role":"military","start":23}],"certainty":"stated","cues":[],"document":"d1e88732675bf8163","evidence":{"end":61,"exact":"20 soldiers were killed","prefix":" of the day. The army said that ","seconds":null,"start":38,"suffix":" near Lyman on 5 March 2023; the"},"id":"ca6b61b533028a8c0","measure":"killed","object":"personnel","period":{"end":"2023-03-05","kind":"window","start":"2023-03-05"},"place":"Lyman","published":null,"quantity":{"best":20,"end":40,"hedge":"exact","high":20,"low":20,"start":38,"text":"20","unit":"count"},"reader":"rules-en/1","rules":["<digits>","<n> <object> be <harmed>","the speaker''s own soldiers","<source> said that <content>"],"side":"UA","stance":"asserts","unit":null}',X'4654011AE6820378C5E325D1AFA49BAC83BD4046324D253449ACBCD967597E2F');
INSERT INTO "entries" VALUES(9,'2026-11-22T07:50:46.315707Z','reading','r35eccc4937ef5213','{"claims":["ca6b61b533028a8c0"],"convention":"ours","document":"d1e88732675bf8163","findings":[],"given_language":null,"given_published":null,"id":"r35eccc4937ef5213","reader":"counterclaim 0.1.0","refusals":[{"end":88,"reader":"rules","reason":"not a count: date","start":76,"text":"5 March 2023"}]}',X'335864CD0FA84DDB1E730750ED70EEEBBC2EA8445B9FB1EE1F81AFCDC1F57FA2');
INSERT INTO "entries" VALUES(10,'2026-11-22T07:50:46.315707Z','sighting','d1e88732675bf8163','{"at":"2026-11-22T07:50:46.314033Z","document":"d1e88732675bf8163","place":"b.txt","run":"oa590da2c6794a5dc"}',X'4AA62C6B0E6F6BA9F87E7CFECDB59A702E9ED910FB0D943FEC636CE37C65EE7D');
INSERT INTO "entries" VALUES(11,'2026-11-22T07:50:46.326800Z','custody','oe0a4160abb15f033','{"at":"2026-11-22T07:50:46.325387Z","by":"Ana","did":"add ended","id":"oe0a4160abb15f033","run":"oa590da2c6794a5dc","version":"counterclaim 0.1.0","with":{"failed":0,"new":2,"reread":0,"seen":0}}',X'7E7D1D2E5B365B1304C9CDD7BC9336B8D03128DA84590905E244C5A5BFEFDC08');
INSERT INTO "entries" VALUES(12,'2026-11-22T07:50:46.340358Z','custody','obc51a4843ce83502','{"at":"2026-11-22T07:50:46.339386Z","by":"Ana","did":"add began","id":"obc51a4843ce83502","run":null,"version":"counterclaim 0.1.0","with":{"command":"u2abb7a9d59e4d7cb","targets":["a.txt"]}}',X'ED255CD273A6341D46B11B07CFCBDEDF2842420729AEF082BF528B0E24B937D0');
INSERT INTO "entries" VALUES(13,'2026-11-22T07:50:46.370673Z','document','d1313562035e7768a','{"author":null,"coverage":{"reason":null,"share":null,"state":"complete"},"headline":null,"id":"d1313562035e7768a","language":null,"media_type":"text/plain","outlet":null,"published":"2023-03-05","published_basis":"given","repeats":[],"sha256":"1313562035e7768af3df022d05489e4defd9bd6eea85eaafb5e201f137c57a0f","text":"The General Staff said on 4 March 2023 that 14 soldiers were killed near Kherson. Officials said 3 civilians were wounded.\n","title":null,"url":null}',X'BAC95E8A9AE7B7D55829DD7BB509236BB8C2B2EB77BDFD890D26163C3A6E0642');
INSERT INTO "entries" VALUES(14,'2026-11-22T07:50:46.370673Z','claim','cc9db6fb9be40d9fe','{"attribution":[{"cue":"said","end":17,"id":null,"name":"General Staff","role":"military","start":4}],"certainty":"stated","cues":[],"document":"d1313562035e7768a","evidence":{"end":67,"exact":"14 soldiers were killed","prefix":"Staff said on 4 March 2023 that ","seconds":null,"start":44,"suffix":" near Kherson. Officials said 3 "},"id":"cc9db6fb9be40d9fe","measure":"killed","object":"personnel","period":{"end":"2023-03-04","kind":"window","start":null},"place":"Kherson","published":"2023-03-05","quantity":{"best":14,"end":46,"hedge":"exact","high":14,"low":14,"start":44,"text":"14","unit":"count"},"reader":"rules-en/1","rules":["<digits>","<n> <object> be <harmed>","<source> said that <content>"],"side":null,"stance":"asserts","unit":null}',X'86F80585E81B4AE085144029961EF8F4C3219C91F6ADBDF6E7EA01A47AFB0A8C');
INSERT INTO "entries" VALUES(15,'2026-11-22T07:50:46.370673Z','claim','ca6e072fbad5d78ce','{"attribution":[{"cue":"said","end":91,"id":"officials","name":"Officials","role":"official","start":82}],"certainty":"stated","cues":[],"document":"d1313562035e7768a","evidence":{"end":121,"exact":"3 civilians were wounded","prefix":"ed near Kherson. Officials said ","seconds":null,"start":97,"suffix":".\n"},"id":"ca6e072fbad5d78ce","measure":"wounded","object":"civilian","period":{"end":null,"kind":"window","start":null},"place":null,"published":"2023-03-05","quantity":{"best":3,"end":98,"hedge":"exact","high":3,"low":3,"start":97,"text":"3","unit":"count"},"reader":"rules-en/1","rules":["<digits>","<n> <object> be <harmed>","<source> said <content>"],"side":null,"stance":"asserts","unit":null}',X'DAAB83B69746054F21A15FA2C1E0CEBE116D3BB4F27E587AC7CBF735B993578F');
INSERT INTO "entries" VALUES(16,'2026-11-22T07:50:46.370673Z','reading','r8ff115d3fe52cb96','{"claims":["cc9db6fb9be40d9fe","ca6e072fbad5d78ce"],"convention":"ours","document":"d1313562035e7768a","findings":[],"given_language":null,"given_published":"2023-03-05","id":"r8ff115d3fe52cb96","reader":"counterclaim 0.1.0","refusals":[{"end":38,"reader":"rules","reason":"not a count: date","start":26,"text":"4 March 2023"}]}',X'CB7AA3092171B3EC1AA11BE58A38F86832E3919F78151232437836EA513883D9');
INSERT INTO "entries" VALUES(17,'2026-11-22T07:50:46.370673Z','sighting','d1313562035e7768a','{"at":"2026-11-22T07:50:46.365201Z","document":"d1313562035e7768a","place":"a.txt","run":"obc51a4843ce83502"}',X'5D5916CF6CA5115BE7B61BCD226F93B4EE4C4CA042DC909F528CD620D130E453');
INSERT INTO "entries" VALUES(18,'2026-11-22T07:50:46.399191Z','custody','of544719a567f8bec','{"at":"2026-11-22T07:50:46.397784Z","by":"Ana","did":"add ended","id":"of544719a567f8bec","run":"obc51a4843ce83502","version":"counterclaim 0.1.0","with":{"failed":0,"new":0,"reread":1,"seen":0}}',X'638C229CF7BDB66C21B50C9747F37E88E8D1B8F268F8DCA8374C516CA6CA4D51');
INSERT INTO "entries" VALUES(19,'2026-11-22T07:50:46.422764Z','judgement','ja47fdb237917cee7','{"at":"2026-11-22T07:50:46.417136Z","by":"Ana","fields":[],"id":"ja47fdb237917cee7","note":"checked","subject":"ca6b61b533028a8c0","supersedes":null,"verdict":"accept"}',X'2EB0A6F65AD3D3706D38BE677DACB49AC7A312E894061B334577BEF05FBE3867');
INSERT INTO "entries" VALUES(20,'2026-11-22T07:50:46.435033Z','judgement','jd130b90df14bb464','{"at":"2026-11-22T07:50:46.433503Z","by":"Ana","fields":[],"id":"jd130b90df14bb464","note":"","subject":"ca6b61b533028a8c0","supersedes":"ja47fdb237917cee7","verdict":"undo"}',X'D424E25829E555666AAB639D8075A074D0DCE6A4736C8155AEDF21D761E3E542');
INSERT INTO "entries" VALUES(21,'2026-11-22T07:50:46.446176Z','grade','g89942e59d2b22d39','{"at":"2026-11-22T07:50:46.444638Z","by":"Ana","grade":"B","id":"g89942e59d2b22d39","note":"","subject":"ua-general-staff","supersedes":null}',X'5BA7449A0A9544ED6D861FD2947ADD6C9D850F1A9411D54932A7F9149982A74A');
INSERT INTO "entries" VALUES(22,'2026-11-22T07:50:46.455855Z','grade','g687d810d2f479f26','{"at":"2026-11-22T07:50:46.454673Z","by":"Ana","grade":"2","id":"g687d810d2f479f26","note":"","subject":"ca6b61b533028a8c0","supersedes":null}',X'8983C1699716D1587EE9107C42BEEBDFFB7AC802CB4D1A45A58219A6E441D651');
CREATE TABLE finding_claims (
	seq INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	claim TEXT NOT NULL, 
	PRIMARY KEY (seq, position)
);
CREATE TABLE findings (
	seq INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	document TEXT, 
	code TEXT NOT NULL, 
	name TEXT NOT NULL, 
	severity TEXT NOT NULL, 
	message TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
CREATE TABLE grades (
	seq INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	grade TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	given TEXT NOT NULL, 
	note TEXT NOT NULL, 
	supersedes TEXT, 
	PRIMARY KEY (seq)
);
INSERT INTO "grades" VALUES(21,'g89942e59d2b22d39','ua-general-staff','B','Ana','2026-11-22T07:50:46.444638Z','',NULL);
INSERT INTO "grades" VALUES(22,'g687d810d2f479f26','ca6b61b533028a8c0','2','Ana','2026-11-22T07:50:46.454673Z','',NULL);
CREATE TABLE heads (
	size INTEGER NOT NULL, 
	at TEXT NOT NULL, 
	root BLOB NOT NULL, 
	edge BLOB NOT NULL, 
	PRIMARY KEY (size)
);
INSERT INTO "heads" VALUES(1,'2026-11-22T07:50:45.411844Z',X'C9868F55D94B2461F1CF7B34DE76C1AA620317AEC717DD05B598D2AD4C7127CE',X'C9868F55D94B2461F1CF7B34DE76C1AA620317AEC717DD05B598D2AD4C7127CE');
INSERT INTO "heads" VALUES(10,'2026-11-22T07:50:46.315707Z',X'FBFDAA4FDE70BC8D4294384F81C3ED81CA122B81D0316620BA11E55910743F95',X'F5FAE0C0F5276A6EAD6EC0F271D8CC1CECA35C8A06C1EE92EEC4C0DFBFB63DF31772243C8F03345A04540EE196B070B73482BCC58581F00477D7D05A210660B2');
INSERT INTO "heads" VALUES(11,'2026-11-22T07:50:46.326800Z',X'FF9E7B1BF886180E143B114D86216CCA4EB1EF5E4F1EF774DBEAC4A3984FC3F2',X'F5FAE0C0F5276A6EAD6EC0F271D8CC1CECA35C8A06C1EE92EEC4C0DFBFB63DF31772243C8F03345A04540EE196B070B73482BCC58581F00477D7D05A210660B27E7D1D2E5B365B1304C9CDD7BC9336B8D03128DA84590905E244C5A5BFEFDC08');
INSERT INTO "heads" VALUES(12,'2026-11-22T07:50:46.340358Z',X'B15A768F38D8F6AAE2CE312460839C64F30475F15061C5830C5376D59264B5B0',X'F5FAE0C0F5276A6EAD6EC0F271D8CC1CECA35C8A06C1EE92EEC4C0DFBFB63DF3A988D8D7A02BCAAFE1C62451D979532D13781FF48B392BCA513DEA3A18A7856A');
INSERT INTO "heads" VALUES(17,'2026-11-22T07:50:46.370673Z',X'C11094A797EAFB8DA30F69763C688E01C88BA217CE6B680D94BDC04BC7CAE823',X'537D3B2669C3FA61664CC921C2AFE653CB25D2DCB89DDB61E55ACB396121BEBB5D5916CF6CA5115BE7B61BCD226F93B4EE4C4CA042DC909F528CD620D130E453');
INSERT INTO "heads" VALUES(18,'2026-11-22T07:50:46.399191Z',X'3EDD6B7D2E42C6E1F5381C9C7F4915D0A5E58A5862E3BD57D6D8F8494D866998',X'537D3B2669C3FA61664CC921C2AFE653CB25D2DCB89DDB61E55ACB396121BEBBB0C514CE5CD90A9A4E97437161AE44054A7F27C3A7D30437A22AF4BFF368F936');
INSERT INTO "heads" VALUES(19,'2026-11-22T07:50:46.422764Z',X'635C13B3C9B2C05818B2B814833B457130F7860C59286AA05702E15B9CF4D3CA',X'537D3B2669C3FA61664CC921C2AFE653CB25D2DCB89DDB61E55ACB396121BEBBB0C514CE5CD90A9A4E97437161AE44054A7F27C3A7D30437A22AF4BFF368F9362EB0A6F65AD3D3706D38BE677DACB49AC7A312E894061B334577BEF05FBE3867');
INSERT INTO "heads" VALUES(20,'2026-11-22T07:50:46.435033Z',X'B43E4828C46B6CB2CB5C41AC839881B623E5451B2C12A6C46BC7B30DAF80E3A0',X'537D3B2669C3FA61664CC921C2AFE653CB25D2DCB89DDB61E55ACB396121BEBB714134FB6F6DFDA6993BF28351A7BB9BB1DEE03CAB773A0E1F9A978B2CDD1E48');
INSERT INTO "heads" VALUES(21,'2026-11-22T07:50:46.446176Z',X'297CA02FB595622F43E25621B60FF0ACA5B7A77965C1C59235490AE1EEBD71FA',X'537D3B2669C3FA61664CC921C2AFE653CB25D2DCB89DDB61E55ACB396121BEBB714134FB6F6DFDA6993BF28351A7BB9BB1DEE03CAB773A0E1F9A978B2CDD1E485BA7449A0A9544ED6D861FD2947ADD6C9D850F1A9411D54932A7F9149982A74A');
INSERT INTO "heads" VALUES(22,'2026-11-22T07:50:46.455855Z',X'A6128D51626D2509B6902A2C64024A77E5EFD9544B4D3B562729ECD41B905D6D',X'537D3B2669C3FA61664CC921C2AFE653CB25D2DCB89DDB61E55ACB396121BEBB714134FB6F6DFDA6993BF28351A7BB9BB1DEE03CAB773A0E1F9A978B2CDD1E4801C6E6E1A969EE6717B2C57799B750457768B3CAE189C0956CA97D443E3B2CD0');
CREATE TABLE judgements (
	seq INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	verdict TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	given TEXT NOT NULL, 
	note TEXT NOT NULL, 
	supersedes TEXT, 
	PRIMARY KEY (seq)
);
INSERT INTO "judgements" VALUES(19,'ja47fdb237917cee7','ca6b61b533028a8c0','accept','Ana','2026-11-22T07:50:46.417136Z','checked',NULL);
INSERT INTO "judgements" VALUES(20,'jd130b90df14bb464','ca6b61b533028a8c0','undo','Ana','2026-11-22T07:50:46.433503Z','','ja47fdb237917cee7');
CREATE TABLE readings (
	seq INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	document TEXT NOT NULL, 
	reader TEXT NOT NULL, 
	convention TEXT NOT NULL, 
	given_published TEXT, 
	given_language TEXT, 
	claims INTEGER NOT NULL, 
	findings INTEGER NOT NULL, 
	refusals INTEGER NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "readings" VALUES(5,'rdb1145448c9950f1','d1313562035e7768a','counterclaim 0.1.0','ours',NULL,NULL,2,0,1);
INSERT INTO "readings" VALUES(9,'r35eccc4937ef5213','d1e88732675bf8163','counterclaim 0.1.0','ours',NULL,NULL,1,0,1);
INSERT INTO "readings" VALUES(16,'r8ff115d3fe52cb96','d1313562035e7768a','counterclaim 0.1.0','ours','2023-03-05',NULL,2,0,1);
CREATE TABLE refusals (
	seq INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	document TEXT NOT NULL, 
	quote TEXT NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	reason TEXT NOT NULL, 
	reader TEXT NOT NULL, 
	PRIMARY KEY (seq, position)
);
INSERT INTO "refusals" VALUES(5,0,'d1313562035e7768a','4 March 2023',26,38,'not a count: date','rules');
INSERT INTO "refusals" VALUES(9,0,'d1e88732675bf8163','5 March 2023',76,88,'not a count: date','rules');
INSERT INTO "refusals" VALUES(16,0,'d1313562035e7768a','4 March 2023',26,38,'not a count: date','rules');
CREATE TABLE sightings (
	seq INTEGER NOT NULL, 
	document TEXT NOT NULL, 
	place TEXT NOT NULL, 
	seen TEXT NOT NULL, 
	run TEXT, 
	PRIMARY KEY (seq)
);
INSERT INTO "sightings" VALUES(6,'d1313562035e7768a','a.txt','2026-11-22T07:50:46.293837Z','oa590da2c6794a5dc');
INSERT INTO "sightings" VALUES(10,'d1e88732675bf8163','b.txt','2026-11-22T07:50:46.314033Z','oa590da2c6794a5dc');
INSERT INTO "sightings" VALUES(17,'d1313562035e7768a','a.txt','2026-11-22T07:50:46.365201Z','obc51a4843ce83502');
CREATE TABLE superseded (
	seq INTEGER NOT NULL, 
	by_seq INTEGER NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "superseded" VALUES(2,16);
INSERT INTO "superseded" VALUES(3,16);
INSERT INTO "superseded" VALUES(4,16);
INSERT INTO "superseded" VALUES(5,16);
CREATE INDEX ix_superseded_by_seq ON superseded (by_seq);
CREATE INDEX documents_by_id ON documents (id);
CREATE INDEX sightings_by_document ON sightings (document);
CREATE INDEX sightings_by_place ON sightings (place);
CREATE INDEX readings_by_document ON readings (document);
CREATE INDEX claims_by_id ON claims (id);
CREATE INDEX claims_by_question ON claims (side, object, day);
CREATE INDEX claims_by_measure ON claims (measure, day);
CREATE INDEX claims_by_document ON claims (document);
CREATE INDEX findings_by_document ON findings (document);
CREATE INDEX findings_by_id ON findings (id);
CREATE INDEX finding_claims_by_claim ON finding_claims (claim);
CREATE INDEX judgements_by_subject ON judgements (subject);
CREATE INDEX grades_by_subject ON grades (subject);
CREATE TRIGGER claims_no_update BEFORE UPDATE ON claims BEGIN SELECT RAISE(ABORT, 'rows of a ledger are never edited: add one that supersedes'); END;
CREATE TRIGGER claims_no_delete BEFORE DELETE ON claims BEGIN SELECT RAISE(ABORT, 'rows of a ledger are never edited: add one that supersedes'); END;
CREATE TRIGGER custody_no_update BEFORE UPDATE ON custody BEGIN SELECT RAISE(ABORT, 'rows of a ledger are never edited: add one that supersedes'); END;
CREATE TRIGGER custody_no_delete BEFORE DELETE ON custody BEGIN SELECT RAISE(ABORT, 'rows of a ledger are never edited: add one that supersedes'); END;
CREATE TRIGGER documents_no_update BEFORE UPDATE ON documents BEGIN SELECT RAISE(ABORT, 'rows of a ledger are never edited: add one that supersedes'); END;
CREATE TRIGGER documents_no_delete BEFORE DELETE ON documents BEGIN SELECT RAISE(ABORT, 'rows of a ledger are never edited: add one that supersedes'); END;
CREATE TRIGGER entries_no_update BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'rows of a ledger are never edited: add one that supersedes'); END;
CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'rows of a ledger are never edited: add one that supersedes'); END;
CREATE TRIGGER finding_claims_no_update BEFORE UPDATE ON finding_claims BEGIN SELECT RAISE(ABORT, 'rows of a ledger are never edited: add one that supersedes'); END;
CREATE TRIGGER finding_claims_no_delete BEFORE DELETE ON finding_claims BEGIN SELECT RAISE(ABORT, 'rows of a ledger are never edited: add one that supersedes'); END;
CREATE TRIGGER findings_no_update BEFORE UPDATE ON findings BEGIN SELECT RAISE(ABORT, 'rows of a ledger are never edited: add one that supersedes'); END;
CREATE TRIGGER findings_no_delete BEFORE DELETE ON findings BEGIN SELECT RAISE(ABORT, 'rows of a ledger are never edited: add one that supersedes'); END;
CREATE TRIGGER grades_no_update BEFORE UPDATE ON grades BEGIN SELECT RAISE(ABORT, 'rows of a ledger are never edited: add one that supersedes'); END;
CREATE TRIGGER grades_no_delete BEFORE DELETE ON grades BEGIN SELECT RAISE(ABORT, 'rows of a ledger are never edited: add one that supersedes'); END;
CREATE TRIGGER heads_no_update BEFORE UPDATE ON heads BEGIN SELECT RAISE(ABORT, 'rows of a ledger are never edited: add one that supersedes'); END;
CREATE TRIGGER heads_no_delete BEFORE DELETE ON heads BEGIN SELECT RAISE(ABORT, 'rows of a ledger are never edited: add one that supersedes'); END;
CREATE TRIGGER judgements_no_update BEFORE UPDATE ON judgements BEGIN SELECT RAISE(ABORT, 'rows of a ledger are never edited: add one that supersedes'); END;
CREATE TRIGGER judgements_no_delete BEFORE DELETE ON judgements BEGIN SELECT RAISE(ABORT, 'rows of a ledger are never edited: add one that supersedes'); END;
CREATE TRIGGER readings_no_update BEFORE UPDATE ON readings BEGIN SELECT RAISE(ABORT, 'rows of a ledger are never edited: add one that supersedes'); END;
CREATE TRIGGER readings_no_delete BEFORE DELETE ON readings BEGIN SELECT RAISE(ABORT, 'rows of a ledger are never edited: add one that supersedes'); END;
CREATE TRIGGER refusals_no_update BEFORE UPDATE ON refusals BEGIN SELECT RAISE(ABORT, 'rows of a ledger are never edited: add one that supersedes'); END;
CREATE TRIGGER refusals_no_delete BEFORE DELETE ON refusals BEGIN SELECT RAISE(ABORT, 'rows of a ledger are never edited: add one that supersedes'); END;
CREATE TRIGGER sightings_no_update BEFORE UPDATE ON sightings BEGIN SELECT RAISE(ABORT, 'rows of a ledger are never edited: add one that supersedes'); END;
CREATE TRIGGER sightings_no_delete BEFORE DELETE ON sightings BEGIN SELECT RAISE(ABORT, 'rows of a ledger are never edited: add one that supersedes'); END;
CREATE TRIGGER superseded_no_update BEFORE UPDATE ON superseded BEGIN SELECT RAISE(ABORT, 'rows of a ledger are never edited: add one that supersedes'); END;
CREATE TRIGGER superseded_no_delete BEFORE DELETE ON superseded BEGIN SELECT RAISE(ABORT, 'rows of a ledger are never edited: add one that supersedes'); END;
COMMIT;
