"""Languages that Qt has no name for, by their codes of ISO 639-3."""

from __future__ import annotations

from functools import cache

#: As their codes are; what they are called in English.
_NAMES = """
aae Arbëreshë Albanian; aal Afade; aao Algerian Saharan Arabic; abb Bankon; abn Abua; abr Abron;
abs Ambonese Malay; abv Baharna Arabic; acm Mesopotamian Arabic; acw Hijazi Arabic; acx Omani
Arabic; adf Dhofari Arabic; adx Amdo Tibetan; ady Adyghe; aeb Tunisian Arabic; aec Saidi Arabic;
afb Gulf Arabic; afo Eloyi; ahl Igo; ahs Ashe; ajg Aja (Benin); aju Judeo-Moroccan Arabic; ala
Alago; aln Gheg Albanian; alo Larike-Wakasihu; amu Guerrero Amuzgo; anc Ngas; ank Goemai; anp
Angika; anw Anaang; aom Ömie; apc Levantine Arabic; apd Sudanese Arabic; arb Standard Arabic;
arq Algerian Arabic; ars Najdi Arabic; ary Moroccan Arabic; arz Egyptian Arabic; avl Eastern
Egyptian Bedawi Arabic; awo Awak; ayl Libyan Arabic; ayp North Mesopotamian Arabic; bag Tuki;
bax Bamun; bba Baatonum; bbj Ghomálá'; bbl Bats; bbu Kulung (Nigeria); bce Bamenyam; bci Baoulé;
bcs Kohumono; bcy Bacama; bda Bayot; bde Bade; bdm Buduma; beb Bebele; bew Betawi; bfd Bafut;
bft Balti; bgp Eastern Balochi; bhb Bhili; bhh Bukharic; bhp Bima; bhr Bara Malagasy; bjj
Kanauji; bjk Barok; bjn Banjar; bjt Balanta-Ganja; bkh Bakoko; bkm Kom (Cameroon); bky Bokyi;
bmm Northern Betsimisaraka Malagasy; bmq Bomu; bnm Batanga; bnn Bunun; bns Bundeli; bou Bondei;
bqg Bago-Kusuntu; bra Braj; brh Brahui; bri Mokpwe; bsh Kati; bsj Bangwinji; bsk Burushaski; btm
Batak Mandailing; btv Bateri; bug Buginese; bum Bulu (Cameroon); buo Terei; bux Boghom; bwr
Bura-Pabir; bxf Bilur; byc Ubaghara; bys Burak; byv Medumba; byx Qaqet; bzc Southern
Betsimisaraka Malagasy; bzw Basa (Nigeria); ccg Samba Daka; cen Cen; cfa Dijim-Bwilim; chq
Quiotepec Chinantec; cjk Chokwe; ckl Cibak; ckr Kairak; cky Cakfem-Mushere; cnh Hakha Chin; cpy
South Ucayali Ashéninka; cte Tepinapa Chinantec; ctl Tlacoatzintepec Chinantec; cut Teutila
Cuicatec; cux Tepeuxila Cuicatec; dag Dagbani; dar Dargwa; dbd Dadiya; dcc Deccan; deg Degema;
dgh Dghwede; dgo Dogri; dmk Domaaki; dml Dameli; dru Rukai; dty Dotyali; dyu Dyula; dzg Dazaga;
ebr Ebrié; ego Eggon; eiv Askopan; eko Koti; ekr Yace; elm Eleme; esu Central Yupik; eto Eton
(Cameroon); ets Yekhee; etu Ejagham; ext Extremaduran; eyo Keiyo; fan Fang (Equatorial Guinea);
fat Fanti; ffm Maasina Fulfulde; fia Nobiin; fip Fipa; fkk Kirya-Konzəl; fmp Fe'fe'; fub Adamawa
Fulfulde; fuc Pulaar; fue Borgu Fulfulde; fuf Pular; fuh Western Niger Fulfulde; fui Bagirmi
Fulfulde; fuq Central-Eastern Niger Fulfulde; fuv Nigerian Fulfulde; gbm Garhwali; gbr Gbagyi;
gby Gbari; gcc Mali; gdf Guduf-Gava; gej Gen; ges Geser-Gorom; ggg Gurgula; gid Gidar; gig
Goaria; giz South Giziga; gjk Kachi Koli; gju Gujari; glw Glavda; gol Gola; gom Goan Konkani;
gsl Gusilay; gui Eastern Bolivian Guaraní; gur Farefare; gwc Gawri; gwe Gweno; gwt Gawar-Bati;
gya Northwest Gbaya; gyz Geji; hah Hahon; hao Hakö; haz Hazaragi; hbb Huba; hem Hemba; hia
Lamang; hkk Hunjara-Kaina Ke; hla Halia; hne Chhattisgarhi; hno Northern Hindko; hoj Hadothi;
hue San Francisco Del Mar Huave; hul Hula; hux Nüpode Huitoto; hwo Hwana; hz Herero; ibb Ibibio;
ida Idakho-Isukha-Tiriki; idu Idoma; ijc Izon; ijn Kalabari; ik Inupiaq; ikw Ikwere; ish Esan;
iso Isoko; its Isekiri; itw Ito; itz Itzá; jal Yalahatan; jax Jambi Malay; jmx Western
Juxtlahuaca Mixtec; jns Jaunsari; jqr Jaqaru; juk Wapan; juo Jiba; kai Karekare; kbd Kabardian;
kbl Kanembu; kbt Abadi; kcq Kamo; kdh Tem; keu Akebu; kfe Kota (India); kfk Kinnauri; kfp Korwa;
khg Khams Tibetan; khw Khowar; kj Kuanyama; kjc Coastal Konjo; kjk Highland Konjo; kls Kalasha;
kmr Northern Kurdish; kmy Koma; kna Dera (Nigeria); knn Konkani; kol Kol (Papua New Guinea); koo
Konzo; kpo Ikposo; kqo Eastern Krahn; ksd Kuanua; kto Kuot; kuh Kushi; kvx Parkari Koli; kwm
Kwambi; kxp Wadiyara Koli; kyx Rapoisi; lcm Tungag; ldb Dũya; lir Liberian English; lkb Kabras;
lla Lala-Roba; lnu Longuda; loa Loloda; lrk Loarki; lss Lasi; ltg Latgalian; lto Tsotso; lua
Luba-Lulua; lus Lushai; lwg Wanga; mab Yutanduchi Mixtec; maf Mafa; mau Huautla Mazatec; max
North Moluccan Malay; mbo Mbo (Cameroon); mcf Matsés; mcn Masana; mcx Mpiemo; mdd Mbum; mde Maba
(Chad); mek Mekeo; meu Motu; mfm Marghi South; mfn Cross River Mbembe; mfo Mbe; mfv Mandjak; mgg
Mpumpong; mgi Lijili; mhk Mungaka; mhr Eastern Mari; mig San Miguel El Grande Mixtec; miu
Cacaloxtepec Mixtec; mkf Miya; mki Dhatki; mlq Western Maninkakan; mne Naba; mqy Manggarai; mrj
Western Mari; mrr Maria (India); mrt Marghi Central; mse Musey; msh Masikoro Malagasy; msw
Mansoanka; mtr Mewari; mtu Tututepec Mixtec; mtx Tidaá Mixtec; mug Musgu; mui Musi; mve Marwari
(Pakistan); mvy Indus Kohistani; mxs Huitepec Mixtec; mxu Mada (Cameroon); mxy Southeastern
Nochixtlán Mixtec; mzl Mazatlán Mixe; nal Nalik; nan Min Nan Chinese; nap Neapolitan; nbh Ngamo;
ncf Notsi; nco Sibe; ncx Central Puebla Nahuatl; ndi Samba Leko; ng Ndonga; ngi Ngizim; nhg
Tetelcingo Nahuatl; nhi Zacatlán-Ahuacatlán-Tepetzintla Nahuatl; nhn Central Nahuatl; nhq
Huaxcaleca Nahuatl; nja Nzanyi; nla Ngombale; nlv Orizaba Nahuatl; nmz Nawdm; noe Nimadi; npi
Nepali; nyu Nyungwe; odk Od; odu Odual; ogo Khana; orc Orma; oru Ormuri; ory Odia; pbs Central
Pame; pbt Southern Pashto; pbu Northern Pashto; pex Petats; phl Phalura; phr Pahari-Potwari; pip
Pero; piy Piya-Kwonci; pko Pökoot; plk Kohistani Shina; plt Plateau Malagasy; pmq Northern Pame;
pms Piemontese; pmy Papuan Malay; pnb Western Panjabi; poc Poqomam; poe San Juan Atzingo
Popoloca; pow San Felipe Otlaltepec Popoloca; prq Ashéninka Perené; pst Central Pashto; pua
Western Highland Purepecha; pwn Paiwan; qug Chimborazo Highland Quichua; qum Sipacapense; qup
Southern Pastaza Quechua; qur Yanahuanca Pasco Quechua; qus Santiago del Estero Quichua; quv
Sacapulteco; qux Yauyos Quechua; quy Ayacucho Quechua; qva Ambo-Pasco Quechua; qvi Imbabura
Highland Quichua; qvj Loja Highland Quichua; qvl Cajatambo North Lima Quechua; qwa Corongo
Ancash Quechua; qws Sihuas Ancash Quechua; qxa Chiquián Ancash Quechua; qxp Puno Quechua; qxt
Santa Ana de Tusi Pasco Quechua; qxu Arequipa-La Unión Quechua; qxw Jauja Wanca Quechua; rag
Logooli; rob Tae'; roo Rotokas; rth Ratahan; rup Macedo-Romanian; sau Saleman; say Saya; sbn
Sindhi Bhil; scl Shina; sei Seri; shu Chadian Arabic; sip Sikkimese; siw Siwai; sjr Siar-Lak;
skg Sakalava Malagasy; skr Saraiki; snc Sinaugoro; snk Soninke; sol Solos; sps Saposa; src
Logudorese Sardinian; sro Campidanese Sardinian; ssi Sansi; ste Liana-Seti; sua Sulka; sva Svan;
szy Sakizaya; tan Tangale; tar Central Tarahumara; tay Atayal; tbf Mandara; tcf Malinaltepec
Me'phaa; tcy Tulu; tdn Tondano; tdx Tandroy-Mahafaly Malagasy; tgc Tigak; the Chitwania Tharu;
thq Kochila Tharu; thr Rana Tharu; thv Tahaggart Tamahaq; tio Teop; tkg Tesaka Malagasy; tkt
Kathoriya Tharu; tli Tlingit; tlp Filomena Mata-Coahuitlán Totonac; tpl Tlacoapa Me'phaa; tpz
Tinputz; tqp Tomoip; trp Kok Borok; trq San Martín Itunyoso Triqui; ttj Tooro; ttr Tera; ttu
Torau; tui Tupuri; tul Tula; tuq Tedaga; tuv Turkana; tuy Tugen; tvo Tidore; tvu Tunen; tw Twi;
twu Termanu; txs Tonsea; txy Tanosy Malagasy; udl Wuzlam; uki Kui (India); umb Umbundu; ush
Ushojo; uzn Northern Uzbek; var Huarijio; ver Mom Jango; vmc Juxtlahuaca Mixtec; vmj Ixtayutla
Mixtec; vmm Mitlatongo Mixtec; vmp Soyaltepec Mazatec; vmz Mazatlán Mazatec; vot Votic; vro
Võro; wbl Wakhi; wci Waci Gbe; weo Wemale; wes Cameroon Pidgin; wja Waja; wji Warji; wof Gambian
Wolof; xhe Khetrani; xka Kalkoti; xmf Mingrelian; xmv Antankarana Malagasy; xmw Tsimihety
Malagasy; xpe Liberia Kpelle; xti Sinicahua Mixtec; xtu Cuyamecalco Mixtec; yaq Yaqui; yay
Agwagwune; ydd Eastern Yiddish; ydg Yidgha; yer Tarok; yes Nyankpa; zga Kinga; zoc Copainalá
Zoque; zoh Chimalapa Zoque; zor Rayón Zoque; zpv Chichicapan Zapotec; zpy Mazaltepec Zapotec;
ztg Xanaguía Zapotec; ztn Santa Catarina Albarradas Zapotec; ztp Loxicha Zapotec; zts Tilquiapan
Zapotec; ztu Güilá Zapotec; zza Zaza
"""


@cache
def rare_languages() -> dict[str, str]:
    """Their English names, by code."""
    entries = (entry.strip().partition(" ") for entry in _NAMES.replace("\n", " ").split(";"))
    return {code: name for code, _, name in entries}
